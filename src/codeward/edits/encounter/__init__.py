"""Edits of the encounter as a whole."""
