"""Masks: where people are, or may be, in a media; what is inside is neither matched nor shared."""
