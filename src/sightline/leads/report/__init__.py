"""The page a receiving officer reads, in their language, on any machine."""
