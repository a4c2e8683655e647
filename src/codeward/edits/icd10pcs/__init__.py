"""Edits of ICD-10-PCS."""
