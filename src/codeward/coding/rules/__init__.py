"""Guideline rules: one documented unit each, its cases beside it, all listed in `catalog`."""
