"""Edits: one question to an encounter each, answered with findings that name code and authority."""

from codeward.edits.edit import HEADINGS, Edit, Fault, sections
from codeward.edits.mce.agreement import MedicareCodeEditor
from codeward.edits.run import check

__all__ = ["HEADINGS", "Edit", "Fault", "MedicareCodeEditor", "check", "sections"]
