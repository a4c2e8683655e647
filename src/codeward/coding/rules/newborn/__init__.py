"""Rules of chapter 16: the newborn."""
