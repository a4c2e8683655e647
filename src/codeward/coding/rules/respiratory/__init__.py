"""Diseases of the respiratory system (I.C.10)."""
