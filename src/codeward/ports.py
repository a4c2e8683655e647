"""What the outside must offer to the library, as Protocols; `adapters` and the server offer it."""

from typing import Protocol

from codeward.codesets import Tables
from codeward.edits import MedicareCodeEditor
from codeward.grouping import Grouper

__all__ = ["Grouper", "InpatientEngine", "MedicareCodeEditor", "Tables"]


class InpatientEngine(Grouper, MedicareCodeEditor, Protocol):
    """A grouper that also runs the Medicare Code Editor, as the CMS programs do."""
