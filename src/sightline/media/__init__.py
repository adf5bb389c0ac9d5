"""Media: what the bytes are, decoded in a process that can reach nothing."""
