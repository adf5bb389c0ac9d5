"""De-confliction between servers that show each other nothing: which of my series your server knows too."""
