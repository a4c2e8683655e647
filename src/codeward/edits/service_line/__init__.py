"""Edits of billed service lines."""
