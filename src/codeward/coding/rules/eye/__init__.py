"""Rules of chapter 7: the eye."""
