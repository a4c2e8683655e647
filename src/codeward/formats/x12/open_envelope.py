"""The interchange, the group and the set that are open, and the verdict when each is closed."""

from codeward.formats.x12.finding import X12Finding
from codeward.formats.x12.segment import whole_number
from codeward.formats.x12.set_reader import SetReader
from codeward.formats.x12.verdict import GroupVerdict, InterchangeVerdict, SetVerdict
from codeward.model import Severity

_ALL_WELL = "000"


def element(header: list[str], number: int) -> str:
    """The element of that number, empty where it is left out."""
    return header[number] if number < len(header) else ""


class OpenSet:
    """A set between ST and SE.

    Attributes:
        header: The elements of ST.
        reader: Who judges its segments; None for a set that we do not know.
        first_finding: How many findings the file had before it.
        count: Segments so far, ST included.
        codes: IK5 codes of its faults.
    """

    __slots__ = ("codes", "count", "first_finding", "header", "reader")

    def __init__(self, header: list[str], reader: SetReader | None, first_finding: int) -> None:
        self.header = header
        self.reader = reader
        self.first_finding = first_finding
        self.count = 1
        self.codes: list[str] = []

    @property
    def control(self) -> str:
        """ST02."""
        return element(self.header, 2)

    @property
    def claims(self) -> int:
        """How many claims it has held."""
        return self.reader.claims if self.reader else 0

    def verdict(self, found: tuple[X12Finding, ...]) -> SetVerdict:
        """How it ended, from what was found in it."""
        bad = [one for one in found if one.severity is Severity.REJECT]
        syntax = not any(one.answer.startswith(("IK", "hold")) for one in bad)
        return SetVerdict(
            identifier=element(self.header, 1),
            control=self.control,
            guide=element(self.header, 3),
            accepted=syntax and not self.codes,
            claims=self.claims,
            rejected_claims=len({one.claim for one in bad if one.claim}),
            codes=tuple(self.codes),
            findings=found,
        )


class OpenGroup:
    """A functional group between GS and GE; `codes` are those of AK905, `controls` each ST02."""

    __slots__ = ("codes", "controls", "header", "sets")

    def __init__(self, header: list[str]) -> None:
        self.header = header
        self.sets: list[SetVerdict] = []
        self.codes: list[str] = []
        self.controls: set[str] = set()

    @property
    def control(self) -> str:
        """GS06."""
        return element(self.header, 6)

    @property
    def guide(self) -> str:
        """GS08."""
        return element(self.header, 8)

    def verdict(self, declared: str) -> GroupVerdict:
        """How it ended; `declared` is GE01, empty where there is no GE."""
        count = whole_number(declared)
        return GroupVerdict(
            code=element(self.header, 1),
            control=self.control,
            guide=self.guide,
            declared=len(self.sets) if count is None else count,
            sets=tuple(self.sets),
            codes=tuple(self.codes),
        )


class OpenInterchange:
    """An interchange between ISA and IEA; `note` is the first TA105 that it earned."""

    __slots__ = ("groups", "header", "note")

    def __init__(self, header: list[str]) -> None:
        self.header = header
        self.groups: list[GroupVerdict] = []
        self.note = _ALL_WELL

    @property
    def control(self) -> str:
        """ISA13."""
        return element(self.header, 13)

    def deserves(self, note: str) -> None:
        """Answer with this TA105, unless an earlier fault has one."""
        if self.note == _ALL_WELL:
            self.note = note

    def verdict(self) -> InterchangeVerdict:
        """How it ended."""
        return InterchangeVerdict(tuple(self.header), tuple(self.groups), self.note)
