"""Diabetes and other endocrine diseases (I.C.4)."""
