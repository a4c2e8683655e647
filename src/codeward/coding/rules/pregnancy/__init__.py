"""Pregnancy, childbirth and the puerperium (I.C.15)."""
