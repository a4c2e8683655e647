"""Infectious diseases (I.C.1)."""
