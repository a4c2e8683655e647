"""Diseases of the circulatory system (I.C.9)."""
