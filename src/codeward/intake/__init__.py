"""Intake: source documents become a chart with sections, sentences and exact offsets."""

from codeward.intake.read import read

__all__ = ["read"]
