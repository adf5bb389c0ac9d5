"""Near copies: perceptual hashes within a number of differing bits, found exactly and at any size."""
