"""Numbered payer rules, one small function each; `catalog` lists them."""
