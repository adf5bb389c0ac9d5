"""Sightline: software for victim-identification task forces."""
