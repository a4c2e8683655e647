"""Edits of the Medicare Code Editor, each tied to the code that fired."""
