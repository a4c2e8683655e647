"""ISA, GS, ST and their trailers around transaction sets, with every count right."""

from datetime import datetime

import msgspec

from codeward.formats.x12.segment import Delimiters, Segment, segment
from codeward.formats.x12.writing import segment_text

INTERCHANGE_VERSION = "00501"
_ID_LENGTH = 15


class Interchange(msgspec.Struct, frozen=True):
    """Who sends to whom, when, under which control number.

    Attributes:
        sender: ISA06, at most 15 characters, with its qualifier in `sender_qualifier`.
        receiver: ISA08, likewise.
        control: ISA13, a number of at most nine digits; never used twice by one sender.
        created: Time of creation; an argument, so that the same input gives the same bytes.
        usage: `P` production or `T` test.
    """

    sender: str
    receiver: str
    control: int
    created: datetime
    usage: str
    sender_qualifier: str = "ZZ"
    receiver_qualifier: str = "ZZ"


class Group(msgspec.Struct, frozen=True):
    """A functional group: GS01 code (`HC` for claims), guide id and control number GS06."""

    code: str
    guide: str
    control: int


def interchange_text(
    interchange: Interchange,
    group: Group,
    transactions: tuple[tuple[Segment, ...], ...],
    delimiters: Delimiters | None = None,
    before: tuple[Segment, ...] = (),
) -> str:
    """The whole interchange; each transaction begins with ST, its SE is added here.

    Segments `before` the group, such as a TA1, stand between ISA and GS.

    Raises:
        X12TextError: a value must not stand in a segment.
    """
    marks = delimiters or Delimiters()
    lines = [_isa(interchange, marks)]
    lines += [segment_text(one, marks) for one in (*before, _gs(interchange, group))]
    for transaction in transactions:
        lines += [segment_text(one, marks) for one in transaction]
        count = len(transaction) + 1
        lines.append(segment_text(segment("SE", str(count), transaction[0].element(2)), marks))
    lines.append(segment_text(segment("GE", str(len(transactions)), str(group.control)), marks))
    lines.append(segment_text(segment("IEA", "1", f"{interchange.control:09}"), marks))
    return "\n".join(lines) + "\n"


def _isa(interchange: Interchange, marks: Delimiters) -> str:
    """The ISA segment: the only one of fixed width, and the one that declares the delimiters."""
    padded = segment(
        "ISA",
        "00",
        " " * 10,
        "00",
        " " * 10,
        interchange.sender_qualifier,
        interchange.sender.ljust(_ID_LENGTH),
        interchange.receiver_qualifier,
        interchange.receiver.ljust(_ID_LENGTH),
        interchange.created.strftime("%y%m%d"),
        interchange.created.strftime("%H%M"),
    )
    head = segment_text(padded, marks).removesuffix(marks.segment)
    tail = [
        marks.repetition,
        INTERCHANGE_VERSION,
        f"{interchange.control:09}",
        "0",
        interchange.usage,
        marks.component,
    ]
    return marks.element.join([head, *tail]) + marks.segment


def _gs(interchange: Interchange, group: Group) -> Segment:
    return segment(
        "GS",
        group.code,
        interchange.sender.strip(),
        interchange.receiver.strip(),
        interchange.created.strftime("%Y%m%d"),
        interchange.created.strftime("%H%M"),
        str(group.control),
        "X",
        group.guide,
    )
