"""Coding: a chart becomes suggestions, each with its evidence, its path and its guideline."""

from codeward.coding.engine import Suggestions, suggest

__all__ = ["Suggestions", "suggest"]
