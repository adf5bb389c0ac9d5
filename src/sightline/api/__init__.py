"""The door for the page and for programs: HTTP over the same functions that the command line calls."""
