"""What an edit is: one numbered question to an encounter, with its authority and its span.

An edit never raises over a fault in the data and never looks anywhere but at its two arguments. It
yields faults; the framework makes findings of them.
"""

import inspect
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache

import msgspec

from codeward.codesets import Releases
from codeward.model import Encounter, EvidenceSpan, Finding, Severity, Span

WHAT_IT_CHECKS = "What it checks"
WHY_IT_MATTERS = "Why it matters"
WHAT_TO_DO = "What to do"
HEADINGS = (WHAT_IT_CHECKS, WHY_IT_MATTERS, WHAT_TO_DO)

Evidence = Mapping[str, tuple[EvidenceSpan, ...]]


class Fault(msgspec.Struct, frozen=True):
    """What a check yields: who is to blame and why.

    Attributes:
        message: What is wrong, in the words of a coder; no PHI.
        code: The undotted code to blame, None where no code is.
        line: Number of the service line, counted from 1, None where none is meant.
        way_out: What to do in this very case; empty means the edit's own "What to do".
    """

    message: str
    code: str | None = None
    line: int | None = None
    way_out: str = ""


Check = Callable[[Encounter, Releases], Iterator[Fault]]


class Edit(msgspec.Struct, frozen=True):
    """One edit. Changed logic is a second edit in the same file with the next span.

    Attributes:
        code: Number, such as `ICD001`; the letters name the source.
        name: Named for the fault, as the file is, such as `code-not-valid-on-date`.
        severity: How much its findings weigh.
        authority: Guideline section, manual page or table it rests on; never empty.
        in_force: Days of the encounter on which it applies.
        check: Pure generator of faults. Its docstring has the three headings of `HEADINGS`.
    """

    code: str
    name: str
    severity: Severity
    authority: str
    in_force: Span
    check: Check

    def findings(
        self, encounter: Encounter, on: Releases, evidence: Evidence | None = None
    ) -> Iterator[Finding]:
        """What the edit finds; nothing where the encounter's day lies outside its span.

        An encounter without any date is edited by all: its missing date is itself a fault.
        """
        day = encounter.governing_date
        if day is not None and day not in self.in_force:
            return
        for fault in self.check(encounter, on):
            yield Finding(
                edit=self.code,
                severity=self.severity,
                code=fault.code,
                line=fault.line,
                message=fault.message,
                authority=self.authority,
                evidence=(evidence or {}).get(fault.code or "", ()),
                way_out=fault.way_out or sections(self)[WHAT_TO_DO],
            )


@lru_cache(maxsize=512)
def sections(edit: Edit) -> Mapping[str, str]:
    """The text under each heading of the edit's docstring, one line each; empty where missing."""
    found: dict[str, list[str]] = {heading: [] for heading in HEADINGS}
    current: list[str] = []
    for line in (inspect.getdoc(edit.check) or "").splitlines():
        words = line.strip()
        heading = words.removesuffix(":")
        current = found.get(heading, current)
        if words and heading not in found:
            current.append(words)
    return {heading: " ".join(words) for heading, words in found.items()}
