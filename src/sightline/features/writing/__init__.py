"""Finding writing in a picture and reading it, whatever its script."""
