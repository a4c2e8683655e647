"""What the outside must offer to the library, as Protocols; `adapters` and the server offer it."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from codeward.codesets import Tables
from codeward.coding.second_opinion import Choice, OfferedCode
from codeward.edits import MedicareCodeEditor
from codeward.grouping import Grouper

__all__ = [
    "CodeChooser",
    "Grouper",
    "InpatientEngine",
    "MedicareCodeEditor",
    "Tables",
]


class InpatientEngine(Grouper, MedicareCodeEditor, Protocol):
    """A grouper that also runs the Medicare Code Editor, as the CMS programs do."""


class CodeChooser(Protocol):
    """A language model that the operator trusts with the text; what it says is held to rules."""

    @property
    def name(self) -> str:
        """Name of the model, as it stands in the path of a suggestion."""
        ...

    def choose(self, texts: Mapping[str, str], offered: Sequence[OfferedCode]) -> Sequence[Choice]:
        """The offered codes that the documents support, each with a verbatim quote.

        Raises:
            CodewardError: the model cannot be reached or its answer is not of the agreed form.
        """
        ...
