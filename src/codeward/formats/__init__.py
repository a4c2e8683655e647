"""Codecs without I/O: bytes or text in, typed records out, and back."""
