"""What the search needs from the installed releases; `codeward.codesets.Releases` offers it."""

from collections.abc import Mapping
from datetime import date
from typing import Protocol

from codeward.codesets.entry import CodeEntry
from codeward.model import ReleaseId, System


class SearchableCodeSet(Protocol):
    """One code set in one release."""

    @property
    def id(self) -> ReleaseId:
        """Which release this is."""
        ...

    def entry(self, code: str) -> CodeEntry | None:
        """The node of that code."""
        ...

    def is_billable(self, code: str, day: date | None = None) -> bool:
        """Whether the code is valid for a claim."""
        ...

    def leaves(self, code: str) -> tuple[str, ...]:
        """The billable codes below a node."""
        ...

    def seventh_characters(self, code: str) -> Mapping[str, str]:
        """The seventh characters that a code takes, with their meaning."""
        ...

    def blob(self, name: str) -> bytes | None:
        """A compiled artefact of the release."""
        ...


class SearchableReleases(Protocol):
    """The releases in force on one day."""

    def covers(self, system: System) -> bool:
        """Whether an installed release of the system is in force."""
        ...

    def code_set(self, system: System) -> SearchableCodeSet | None:
        """The code set, None where the operator never installed the system."""
        ...
