"""Raw tags of cameras and containers, made into a few values one can rely on, and flags where one cannot."""
