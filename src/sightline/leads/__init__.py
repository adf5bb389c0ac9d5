"""Lead packages: composed, seen by two officers, sealed for one agency, and what comes home."""
