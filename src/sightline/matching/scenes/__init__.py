"""Same scene, same object: a shortlist by visual words, then geometry decides and says why."""
