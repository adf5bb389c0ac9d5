"""How probable a clue would be in each country: one small function for each kind of clue, over versioned tables."""
