"""Encoder search: what a coder types becomes ranked codes, each with why it matched."""

from codeward.codesets.search.hits import Hit
from codeward.codesets.search.searching import SEARCHED, search

__all__ = ["SEARCHED", "Hit", "search"]
