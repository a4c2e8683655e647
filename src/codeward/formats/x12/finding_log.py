"""Collects the findings of one file: those that are asked for, with the envelope they stand in."""

import msgspec

from codeward.formats.x12.finding import X12Finding
from codeward.formats.x12.profile import PartnerProfile
from codeward.formats.x12.rule import Placed
from codeward.formats.x12.rules.catalog import RULES
from codeward.model import Severity

_SEVERITIES = {rule.id: rule.severity for rule in RULES}


class Fault(msgspec.Struct, frozen=True):
    """What a finding says beside its place.

    Attributes:
        rule: Number of the rule; empty where only the acknowledgement has a code for it.
        snip: SNIP type.
        answer: What it becomes in an acknowledgement, such as `IK4/7`.
        words: What is wrong, without values.
    """

    rule: str
    snip: int
    answer: str
    words: str


class FindingLog:
    """The findings so far, in the order of the file.

    Attributes:
        findings: What was found.
        interchange: ISA13 of the interchange that is open, else empty; likewise the next two.
        group: GS06.
        transaction: ST02.
    """

    def __init__(self, types: frozenset[int], profile: PartnerProfile | None) -> None:
        self.findings: list[X12Finding] = []
        self.interchange = ""
        self.group = ""
        self.transaction = ""
        self._types = types
        self._severities = _SEVERITIES | dict(profile.severity if profile else {})
        self._off = frozenset(profile.off if profile else ())

    def envelope(self, placed: Placed, element: int, fault: Fault) -> None:
        """A fault of ISA, GS, ST or their ends; no partner may lower its severity."""
        self._add(fault, Severity.REJECT, placed, element, 0, None)

    def note(self, placed: Placed, element: int, fault: Fault) -> None:
        """Something to know that rejects nothing."""
        self._add(fault, Severity.INFORM, placed, element, 0, None)

    def report(  # noqa: PLR0913, PLR0917 - the signature of `Report`
        self, rule: str, snip: int, answer: str, placed: Placed, element: int, component: int,
        claim: str | None, words: str, path: str,
    ) -> None:  # fmt: skip
        """A fault inside a set, as severe as its rule or the partner says."""
        severity = self._severities.get(rule, Severity.REJECT)
        fault = Fault(rule or answer, snip, answer, words)
        self._add(fault, severity, placed, element, component, claim, path)

    def _add(
        self, fault: Fault, severity: Severity, placed: Placed, element: int, component: int,
        claim: str | None, path: str = "",
    ) -> None:  # fmt: skip
        if fault.snip not in self._types or fault.rule in self._off:
            return
        self.findings.append(
            X12Finding(
                rule=fault.rule,
                snip=fault.snip,
                severity=severity,
                segment=placed.ordinal,
                offset=placed.offset,
                segment_id=placed.elements[0],
                loop=placed.loop,
                element=element or None,
                component=component or None,
                claim=claim,
                message=fault.words,
                answer=fault.answer,
                interchange=self.interchange,
                group=self.group,
                transaction=self.transaction,
                path=path,
            )
        )
