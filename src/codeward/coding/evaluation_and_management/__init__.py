"""Evaluation and management: what the documentation supports, against what was billed."""

from codeward.coding.evaluation_and_management.evaluate import evaluate, findings, suggestions

__all__ = ["evaluate", "findings", "suggestions"]
