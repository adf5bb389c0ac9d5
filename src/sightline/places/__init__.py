"""From clues to the likely country: what each clue says, how they are fused, and the explanation."""
