"""What machines propose as clues: one reader a file, each a pure function of features already found."""
