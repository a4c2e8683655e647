"""Validates a file of interchanges as a stream: envelope, structure, form and rules."""

from collections.abc import Iterable

import msgspec

from codeward.formats.x12.code_lists import CodeLists
from codeward.formats.x12.finding_log import Fault, FindingLog
from codeward.formats.x12.forms import GUIDE_FAULTS, compiled, faults
from codeward.formats.x12.guide_text import STRUCTURES, transaction_set
from codeward.formats.x12.open_envelope import OpenGroup, OpenInterchange, OpenSet
from codeward.formats.x12.plan import SetPlan
from codeward.formats.x12.profile import PartnerProfile, profile_rules
from codeward.formats.x12.rule import Placed, Rule
from codeward.formats.x12.rules.catalog import RULES, rules_by_loop, segment_rules
from codeward.formats.x12.rules.listed import listed_rules
from codeward.formats.x12.scanning import Scanner
from codeward.formats.x12.segment import whole_number
from codeward.formats.x12.set_reader import SetReader
from codeward.formats.x12.verdict import InterchangeVerdict, Validation
from codeward.formats.x12.versions import CLAIM_SETS, INFORM_ONLY, set_name
from codeward.model import Severity

_ENVELOPE = frozenset({"ISA", "GS", "ST", "SE", "GE", "IEA"})
ALL_TYPES = frozenset(range(1, 8))
_ISA_LENGTHS = (2, 10, 2, 10, 2, 15, 2, 15, 6, 4, 1, 5, 9, 1, 1, 1)
_ISA_ANSWERS = (10, 11, 12, 13, 5, 6, 7, 8, 14, 15, 16, 17, 18, 19, 20, 27)
_USAGES = ("P", "T")


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
    rules = (
        *RULES,
        *(listed_rules(lists) if lists else ()),
        *(profile_rules(profile) if profile else ()),
    )
    run = _Run(Scanner(chunks), types, rules, FindingLog(types, profile))
    run.read()
    findings = tuple(run.log.findings)
    accepted = not any(one.severity is Severity.REJECT for one in findings)
    return Validation(run.transaction, run.claims, accepted, findings, tuple(run.interchanges))


def _meant(identifier: str, guides: tuple[str, str]) -> str:
    """The set that ST03 and GS08 mean; none where they mean two, for either would be a guess."""
    meant = {name for guide in guides if (name := set_name(identifier, guide))}
    return meant.pop() if len(meant) == 1 else ""


class _Run:
    """The state of one validation: which envelopes are open, and how those before ended."""

    def __init__(
        self, scanner: Scanner, types: frozenset[int], rules: tuple[Rule, ...], log: FindingLog
    ) -> None:
        self.scanner = scanner
        self.log = log
        self.interchanges: list[InterchangeVerdict] = []
        self.transaction: str | None = None
        self.claims = 0
        self._types = types
        self._asked = rules
        self._plans: dict[str, SetPlan] = {}
        self._ordinal = 0
        self._interchange: OpenInterchange | None = None
        self._group: OpenGroup | None = None
        self._set: OpenSet | None = None

    def read(self) -> None:
        """The whole file."""
        for block in self.scanner.blocks():
            mark = self.scanner.marks.element
            for _, text, offset in block:
                if not text:
                    continue
                self._ordinal += 1
                elements = text.split(mark)
                opened = self._set
                if opened is None or elements[0] in _ENVELOPE:
                    self._take(text, elements, offset)
                    continue
                opened.count += 1
                if opened.reader is not None:
                    opened.reader.take(text, elements, offset, opened.count)
        end = Placed([""], self._ordinal, 0, "")
        self._break_off_interchange(end, "the interchange has no IEA")

    def _take(self, text: str, elements: list[str], offset: int) -> None:
        """One segment of an envelope."""
        placed = Placed(elements, self._ordinal, offset, "")
        match elements[0]:
            case "ISA":
                self._begin_interchange(placed)
            case "GS":
                self._begin_group(placed)
            case "ST":
                self._begin_set(placed, text)
            case "SE":
                self._end_set(placed, text)
            case "GE":
                self._end_group(placed)
            case "IEA":
                self._end_interchange(placed)
            case "TA1":
                self._interchange_answer(placed, text)
            case _:
                self._envelope(placed, 0, "PENV-003", "IK3/1", "a segment stands outside any set")

    def _interchange_answer(self, placed: Placed, text: str) -> None:
        """A TA1, before the groups or alone in its interchange."""
        use, marks = transaction_set("TA1").first, self.scanner.marks
        if compiled(use, marks).fullmatch(text) is None:
            for fault in faults(use, placed.elements, marks):
                words = f"TA1{fault.element:02} {fault.words}"
                snip = 2 if fault.answer in GUIDE_FAULTS else 1
                self.log.envelope(
                    placed, fault.element, Fault(fault.answer, snip, fault.answer, words)
                )

    def _begin_interchange(self, placed: Placed) -> None:
        self._break_off_interchange(placed, "the interchange before has no IEA")
        self._interchange = opened = OpenInterchange(placed.elements)
        self.log.interchange = opened.control
        if self.scanner.preamble.strip() and not self.interchanges:
            self._envelope(placed, 0, "PENV-001", "TA1 024", "bytes stand before ISA")
        for number, (length, answer) in enumerate(
            zip(_ISA_LENGTHS, _ISA_ANSWERS, strict=True), start=1
        ):
            if len(placed.get(number)) != length:
                words = f"ISA{number:02} is not {length} characters long"
                self._envelope(placed, number, "PENV-001", f"TA1 {answer:03}", words)
                opened.deserves(f"{answer:03}")
        if placed.get(15) not in _USAGES:
            self._envelope(placed, 15, "PENV-001", "TA1 020", "ISA15 is neither P nor T")
            opened.deserves("020")

    def _end_interchange(self, placed: Placed) -> None:
        self._break_off_group(placed)
        opened = self._interchange or OpenInterchange([])
        if whole_number(placed.get(1)) != len(opened.groups):
            self._envelope(placed, 1, "PENV-002", "TA1 021", "IEA01 is not the number of groups")
            opened.deserves("021")
        if placed.get(2) != opened.control:
            self._envelope(placed, 2, "PENV-002", "TA1 001", "IEA02 differs from ISA13")
            opened.deserves("001")
        self._close_interchange(opened)

    def _break_off_interchange(self, placed: Placed, words: str) -> None:
        """An interchange that is still open has no IEA."""
        opened = self._interchange
        if opened is None:
            return
        self._break_off_group(placed)
        self._envelope(placed, 0, "PENV-002", "TA1 023", words)
        opened.deserves("023")
        self._close_interchange(opened)

    def _close_interchange(self, opened: OpenInterchange) -> None:
        self.interchanges.append(opened.verdict())
        self._interchange, self.log.interchange = None, ""

    def _begin_group(self, placed: Placed) -> None:
        self._break_off_group(placed)
        if self._interchange is None:
            self._envelope(placed, 0, "PENV-002", "TA1 024", "GS outside any interchange")
        self._group = OpenGroup(placed.elements)
        self.log.group = self._group.control

    def _end_group(self, placed: Placed) -> None:
        self._break_off_set(placed)
        opened = self._group
        if opened is None:
            self._envelope(placed, 0, "PENV-003", "AK9/3", "GE without GS")
            return
        if whole_number(placed.get(1)) != len(opened.sets):
            self._group_fault(opened, placed, 1, "5", "GE01 is not the number of sets")
        if placed.get(2).lstrip("0") != opened.control.lstrip("0"):
            self._group_fault(opened, placed, 2, "4", "GE02 differs from GS06")
        self._close_group(opened, placed.get(1))

    def _break_off_group(self, placed: Placed) -> None:
        """A group that is still open has no GE."""
        self._break_off_set(placed)
        if self._group is not None:
            self._group_fault(self._group, placed, 0, "3", "the group has no GE")
            self._close_group(self._group, "")

    def _close_group(self, opened: OpenGroup, declared: str) -> None:
        if self._interchange is not None:
            self._interchange.groups.append(opened.verdict(declared))
        self._group, self.log.group = None, ""

    def _begin_set(self, placed: Placed, text: str) -> None:
        self._break_off_set(placed)
        if self._group is None:
            self._outside_group(placed)
        guides = (placed.get(3), self._group.guide if self._group else "")
        name = _meant(placed.get(1), guides)
        self.transaction = self.transaction or name or placed.get(1)
        reader = self._reader(name) if name in STRUCTURES else None
        self._set = opened = OpenSet(placed.elements, reader, len(self.log.findings))
        self.log.transaction = opened.control
        if reader is not None:
            reader.begin(text, placed.elements, placed.offset)
        if self._group is not None:
            if opened.control in self._group.controls:
                words = "ST02 was used before in this group"
                self._set_fault(opened, placed, 2, "PENV-003", "23", words)
            self._group.controls.add(opened.control)
        if guides[0] and guides[1] and guides[0] != guides[1]:
            words = "ST03 names another guide than GS08"
            self._set_fault(opened, placed, 3, "PENV-007", "I6", words)
        elif not name:
            self._set_fault(opened, placed, 3, "PENV-007", "I6", "the guide id is none we know")
        if guides[1] in INFORM_ONLY:
            words = "a later errata id than the adopted one"
            self.log.note(placed, 3, Fault("PENV-007", 2, "IK5/I6", words))

    def _outside_group(self, placed: Placed) -> None:
        self._envelope(placed, 0, "PENV-003", "TA1 024", "ST outside any group")
        if self._interchange is not None:
            self._interchange.deserves("024")

    def _reader(self, name: str) -> SetReader:
        marks = self.scanner.marks
        plan = self._plans.get(name)
        if plan is None or plan.marks != marks:
            rules = rules_by_loop(name, self._types, self._asked)
            alone = segment_rules(self._types) if name in CLAIM_SETS else {}
            plan = self._plans[name] = SetPlan(name, marks, rules, alone)
        return SetReader(plan, self.log.report)

    def _end_set(self, placed: Placed, text: str) -> None:
        opened = self._set
        if opened is None:
            self._envelope(placed, 0, "PENV-003", "IK3/1", "SE without ST")
            return
        opened.count += 1
        if opened.reader is not None:
            opened.reader.take(text, placed.elements, placed.offset, opened.count)
        if whole_number(placed.get(1)) != opened.count:
            words = "SE01 is not the number of segments"
            self._set_fault(opened, placed, 1, "PENV-003", "4", words)
        if placed.get(2) != opened.control:
            self._set_fault(opened, placed, 2, "PENV-003", "3", "SE02 differs from ST02")
        self._close_set(opened)

    def _break_off_set(self, placed: Placed) -> None:
        """A set that is still open has no SE."""
        if self._set is not None:
            self._set_fault(self._set, placed, 0, "PENV-003", "2", "the set has no SE")
            self._close_set(self._set)

    def _close_set(self, opened: OpenSet) -> None:
        if opened.reader is not None:
            opened.reader.end()
        self.claims += opened.claims
        verdict = opened.verdict(tuple(self.log.findings[opened.first_finding :]))
        if self._group is not None:
            self._group.sets.append(verdict)
        self._set, self.log.transaction = None, ""

    def _envelope(self, placed: Placed, element: int, rule: str, answer: str, words: str) -> None:
        self.log.envelope(placed, element, Fault(rule, 1, answer, words))

    def _set_fault(
        self, opened: OpenSet, placed: Placed, element: int, rule: str, code: str, words: str
    ) -> None:
        if 1 in self._types:
            opened.codes.append(code)
        where = msgspec.structs.replace(placed, ordinal=opened.count)
        self.log.envelope(where, element, Fault(rule, 1, f"IK5/{code}", words))

    def _group_fault(
        self, opened: OpenGroup, placed: Placed, element: int, code: str, words: str
    ) -> None:
        opened.codes.append(code)
        self.log.envelope(placed, element, Fault("PENV-003", 1, f"AK9/{code}", words))
