"""Safeguards: what proves afterwards who did what, and what the law asks of that proof; no I/O."""
