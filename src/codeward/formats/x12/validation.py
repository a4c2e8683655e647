"""Validates a file of interchanges as a stream: envelope, structure, form and rules."""

from collections.abc import Iterable

import msgspec

from codeward.formats.x12.code_lists import CodeLists
from codeward.formats.x12.finding import X12Finding
from codeward.formats.x12.guide import SegmentUse
from codeward.formats.x12.guide_text import STRUCTURES
from codeward.formats.x12.profile import PartnerProfile, profile_rules
from codeward.formats.x12.rule import Placed, Rule
from codeward.formats.x12.rules.catalog import RULES, rules_by_loop, segment_rules
from codeward.formats.x12.rules.listed import listed_rules
from codeward.formats.x12.scanning import Scanner
from codeward.formats.x12.segment import Delimiters
from codeward.formats.x12.set_reader import Matches, SetReader
from codeward.formats.x12.verdict import (
    GroupVerdict,
    InterchangeVerdict,
    SetVerdict,
    Validation,
)
from codeward.formats.x12.versions import CLAIM_SETS, INFORM_ONLY, set_name
from codeward.model import Severity

_ENVELOPE = frozenset({"ISA", "GS", "ST", "SE", "GE", "IEA"})
ALL_TYPES = frozenset(range(1, 8))
_SEVERITIES = {rule.id: rule.severity for rule in RULES}
_ISA_LENGTHS = (2, 10, 2, 10, 2, 15, 2, 15, 6, 4, 1, 5, 9, 1, 1, 1)
_ISA_ANSWERS = (10, 11, 12, 13, 5, 6, 7, 8, 14, 15, 16, 17, 18, 19, 20, 27)


def validate(
    chunks: Iterable[bytes],
    types: frozenset[int] = ALL_TYPES,
    *,
    lists: CodeLists | None = None,
    profile: PartnerProfile | None = None,
) -> Validation:
    """Judge a file by the SNIP types asked for.

    Args:
        chunks: The bytes of the file, in pieces of any size.
        types: SNIP types from 1 to 7.
        lists: Dated code lists; without them codes are held to their form only.
        profile: What the partner wants beyond the guide.

    Raises:
        X12ReadError: the bytes are no interchange.
    """
    run = _Run(chunks, types, lists, profile)
    for _, text, offset in run.scanner:
        if text:
            run.take(text, offset)
    run.finish()
    findings = tuple(run.findings)
    accepted = not any(one.severity is Severity.REJECT for one in findings)
    return Validation(run.transaction, run.claims, accepted, findings, tuple(run.interchanges))


class _Run:
    """The state of one validation: which envelope is open, and what was found in it."""

    def __init__(
        self,
        chunks: Iterable[bytes],
        types: frozenset[int],
        lists: CodeLists | None,
        profile: PartnerProfile | None,
    ) -> None:
        self.scanner = Scanner(chunks)
        self._asked = (
            *RULES,
            *(listed_rules(lists) if lists else ()),
            *(profile_rules(profile) if profile else ()),
        )
        self._severities = _SEVERITIES | dict(profile.severity if profile else {})
        self._off = frozenset(profile.off if profile else ())
        self.findings: list[X12Finding] = []
        self.interchanges: list[InterchangeVerdict] = []
        self.transaction: str | None = None
        self.claims = 0
        self._types = types
        self._ordinal = 0
        self._marks: Delimiters | None = None
        self._patterns: dict[str, dict[SegmentUse, Matches]] = {}
        self._rules: dict[str, dict[str, list[Rule]]] = {}
        self._segment_rules = segment_rules(types)
        self._isa: list[str] = []
        self._gs: list[str] = []
        self._st: list[str] = []
        self._reader: SetReader | None = None
        self._count = 0
        self._groups: list[GroupVerdict] = []
        self._sets: list[SetVerdict] = []
        self._set_codes: list[str] = []
        self._group_codes: list[str] = []
        self._set_mark = 0
        self._note = "000"

    def take(self, text: str, offset: int) -> None:
        """One segment of the file."""
        self._ordinal += 1
        elements = text.split(self.scanner.marks.element)
        identifier = elements[0]
        if self._st and identifier not in _ENVELOPE:
            self._count += 1
            if self._reader:
                self._reader.take(text, elements, offset)
            return
        placed = Placed(elements, self._ordinal, offset, "")
        opener = {
            "ISA": self._interchange, "GS": self._group, "ST": self._set, "SE": self._set_end,
            "GE": self._group_end, "IEA": self._interchange_end,
        }.get(identifier)  # fmt: skip
        if opener:
            opener(placed, text)
        elif identifier != "TA1":
            self._envelope(placed, 0, "PENV-003", "IK3/1", "a segment stands outside any set")

    def finish(self) -> None:
        """The file is over: close what is still open."""
        end = Placed([""], self._ordinal, 0, "")
        if self._isa:
            self._close_group(end)
            self._envelope(end, 0, "PENV-002", "TA1 023", "the interchange has no IEA")
            self._close_interchange("023")

    def _interchange(self, placed: Placed, text: str) -> None:
        if self._isa:
            self._close_group(placed)
            self._envelope(placed, 0, "PENV-002", "TA1 023", "the interchange before has no IEA")
            self._close_interchange("023")
        self._isa = placed.elements
        self._marks = self.scanner.marks
        self._patterns = {}
        for number, (length, answer) in enumerate(
            zip(_ISA_LENGTHS, _ISA_ANSWERS, strict=True), start=1
        ):
            if len(placed.get(number)) != length:
                words = f"ISA{number:02} is not {length} characters long"
                self._envelope(placed, number, "PENV-001", f"TA1 {answer:03}", words)
                self._set_note(f"{answer:03}")
        if placed.get(15) not in ("P", "T"):
            self._envelope(placed, 15, "PENV-001", "TA1 020", "ISA15 is neither P nor T")
            self._set_note("020")
        if len(text) > 3 and self.scanner.preamble.strip() and not self.interchanges:  # noqa: PLR2004 - a real ISA
            self._envelope(placed, 0, "PENV-001", "TA1 024", "bytes stand before ISA")

    def _group(self, placed: Placed, _text: str) -> None:
        self._close_group(placed)
        self._gs = placed.elements

    def _set(self, placed: Placed, text: str) -> None:
        self._close_set(placed)
        self._st = placed.elements
        self._count = 1
        self._set_mark = len(self.findings)
        told = (placed.get(3), self._gs[8] if len(self._gs) > 8 else "")  # noqa: PLR2004 - GS08
        name = set_name(placed.get(1), *told)
        self.transaction = self.transaction or name or placed.get(1)
        marks = self.scanner.marks
        self._reader = None
        if name in STRUCTURES:
            rules = self._rules.setdefault(name, rules_by_loop(name, self._types, self._asked))
            patterns = self._patterns.setdefault(name, {})
            alone = self._segment_rules if name in CLAIM_SETS else {}
            self._reader = SetReader(name, marks, rules, alone, self._report, patterns)
            self._reader.take(text, placed.elements, placed.offset)
        elif not name:
            self._set_fault(placed, 3, "PENV-007", "I6", "the guide id is not one that we know")
        if told[0] and told[1] and told[0] != told[1]:
            self._set_fault(placed, 3, "PENV-007", "I6", "ST03 names another guide than GS08")
        if told[1] in INFORM_ONLY:
            self._add(
                "PENV-007", 2, Severity.INFORM, placed, 3, 0, None,
                "a later errata id than the adopted one", "IK5/I6",
            )  # fmt: skip

    def _set_end(self, placed: Placed, text: str) -> None:
        if not self._st:
            self._envelope(placed, 0, "PENV-003", "IK3/1", "SE without ST")
            return
        self._count += 1
        if self._reader:
            self._reader.take(text, placed.elements, placed.offset)
        if placed.get(1).lstrip("0") != str(self._count):
            self._set_fault(placed, 1, "PENV-003", "4", "SE01 is not the number of segments")
        if placed.get(2) != self._st[2:3][0] if len(self._st) > 2 else placed.get(2):  # noqa: PLR2004
            self._set_fault(placed, 2, "PENV-003", "3", "SE02 differs from ST02")
        self._finish_set()

    def _group_end(self, placed: Placed, _text: str) -> None:
        self._close_set(placed)
        if not self._gs:
            self._envelope(placed, 0, "PENV-003", "AK9/3", "GE without GS")
            return
        if placed.get(1).lstrip("0") != str(len(self._sets)):
            self._group_fault(placed, 1, "5", "GE01 is not the number of sets")
        if placed.get(2).lstrip("0") != "".join(self._gs[6:7]).lstrip("0"):
            self._group_fault(placed, 2, "4", "GE02 differs from GS06")
        self._finish_group(placed.get(1))

    def _interchange_end(self, placed: Placed, _text: str) -> None:
        self._close_group(placed)
        if placed.get(1).lstrip("0") != (str(len(self._groups)) if self._groups else ""):
            self._envelope(placed, 1, "PENV-002", "TA1 021", "IEA01 is not the number of groups")
            self._set_note("021")
        if placed.get(2) != "".join(self._isa[13:14]):
            self._envelope(placed, 2, "PENV-002", "TA1 001", "IEA02 differs from ISA13")
            self._set_note("001")
        self._close_interchange()

    def _close_set(self, placed: Placed) -> None:
        if self._st:
            self._set_fault(placed, 0, "PENV-003", "2", "the set has no SE")
            self._finish_set()

    def _close_group(self, placed: Placed) -> None:
        self._close_set(placed)
        if self._gs:
            self._group_fault(placed, 0, "3", "the group has no GE")
            self._finish_group("")

    def _finish_set(self) -> None:
        claims = 0
        if self._reader:
            self._reader.end()
            claims = self._reader.claims
        found = tuple(self.findings[self._set_mark :])
        bad = [one for one in found if one.severity is Severity.REJECT]
        sick = {one.claim for one in bad if one.claim}
        self.claims += claims
        control = self._st[2] if len(self._st) > 2 else ""  # noqa: PLR2004 - ST02
        guide = self._st[3] if len(self._st) > 3 else ""  # noqa: PLR2004 - ST03
        syntax = not any(one.answer.startswith(("IK", "hold")) for one in bad)
        self._sets.append(
            SetVerdict(
                self._st[1] if len(self._st) > 1 else "",
                control,
                guide,
                syntax and not self._set_codes,
                claims,
                len(sick),
                tuple(self._set_codes),
                found,
            )
        )
        self._st, self._reader, self._set_codes = [], None, []

    def _finish_group(self, declared: str) -> None:
        gs = [*self._gs, *[""] * 9]
        count = int(declared) if declared.isascii() and declared.isdigit() else len(self._sets)
        self._groups.append(
            GroupVerdict(gs[1], gs[6], gs[8], count, tuple(self._sets), tuple(self._group_codes))
        )
        self._gs, self._sets, self._group_codes = [], [], []

    def _close_interchange(self, note: str = "") -> None:
        if note:
            self._set_note(note)
        self.interchanges.append(
            InterchangeVerdict(tuple(self._isa), tuple(self._groups), self._note)
        )
        self._isa, self._groups, self._note = [], [], "000"

    def _set_note(self, note: str) -> None:
        if self._note == "000":
            self._note = note

    def _envelope(self, placed: Placed, element: int, rule: str, answer: str, words: str) -> None:
        self._add(rule, 1, Severity.REJECT, placed, element, 0, None, words, answer)

    def _set_fault(self, placed: Placed, element: int, rule: str, code: str, words: str) -> None:
        if 1 in self._types:
            self._set_codes.append(code)
        ordinal = self._count if self._st else placed.ordinal
        where = msgspec.structs.replace(placed, ordinal=ordinal)
        self._add(rule, 1, Severity.REJECT, where, element, 0, None, words, f"IK5/{code}")

    def _group_fault(self, placed: Placed, element: int, code: str, words: str) -> None:
        self._group_codes.append(code)
        self._add("PENV-003", 1, Severity.REJECT, placed, element, 0, None, words, f"AK9/{code}")

    def _report(  # noqa: PLR0913, PLR0917 - the signature of `Report`
        self, rule: str, snip: int, answer: str, placed: Placed, element: int, component: int,
        claim: str | None, message: str,
    ) -> None:  # fmt: skip
        severity = self._severities.get(rule, Severity.REJECT)
        name = rule or answer
        self._add(name, snip, severity, placed, element, component, claim, message, answer)

    def _add(  # noqa: PLR0913, PLR0917 - the fields of a finding
        self, rule: str, snip: int, severity: Severity, placed: Placed, element: int,
        component: int, claim: str | None, message: str, answer: str,
    ) -> None:  # fmt: skip
        if snip not in self._types or rule in self._off:
            return
        self.findings.append(
            X12Finding(
                rule=rule,
                snip=snip,
                severity=severity,
                segment=placed.ordinal,
                offset=placed.offset,
                segment_id=placed.elements[0],
                loop=placed.loop,
                element=element or None,
                component=component or None,
                claim=claim,
                message=message,
                answer=answer,
                interchange="".join(self._isa[13:14]),
                group="".join(self._gs[6:7]),
                transaction="".join(self._st[2:3]),
            )
        )
