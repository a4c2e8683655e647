"""Neoplasms (I.C.2)."""
