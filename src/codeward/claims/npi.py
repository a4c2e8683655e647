"""The check digit of a National Provider Identifier, as every claim check uses it."""

from codeward.formats.x12.rules.numbers import is_npi

__all__ = ["is_npi"]
