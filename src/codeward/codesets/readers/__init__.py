"""Readers of official files: bytes in, records out; no file is opened here."""
