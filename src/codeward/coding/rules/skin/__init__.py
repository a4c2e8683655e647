"""Diseases of the skin (I.C.12)."""
