"""Lists of what is known elsewhere, as other systems keep them, so that nobody is shown a known item again."""
