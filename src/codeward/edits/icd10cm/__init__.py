"""Edits of ICD-10-CM conventions and Official Guidelines."""
