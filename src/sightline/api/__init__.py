"""The page's door: HTTP over the same functions that the command line calls. It decides nothing and keeps no state."""
