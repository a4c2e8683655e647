"""Mental and behavioral disorders (I.C.5)."""
