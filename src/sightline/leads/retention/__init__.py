"""How long material is kept: review dates, warnings before them, longer by a decision, erasure by two officers."""
