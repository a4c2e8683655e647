"""Conventions of the classification and general guidelines (I.A, I.B, II, IV)."""
