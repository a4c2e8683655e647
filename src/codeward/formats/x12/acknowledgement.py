"""Writes the TA1 and the 999 (005010X231A1) that answer a validated file, the same every time."""

import re
from datetime import datetime

from codeward.formats.x12.envelope import Group, Interchange, interchange_text
from codeward.formats.x12.finding import X12Finding
from codeward.formats.x12.segment import Delimiters, Element, Segment, segment
from codeward.formats.x12.verdict import GroupVerdict, InterchangeVerdict, SetVerdict
from codeward.formats.x12.writing import ALLOWED, segment_text
from codeward.model import Severity

GUIDE = "005010X231A1"
_IK3_CODES = frozenset({"1", "2", "3", "4", "5", "6", "7", "8", "I4", "I6", "I7", "I8", "I9"})
_MOST_CODES = 5
_MOST_SETS = 999_999
_LONGEST_UNIT = 99
_WRITABLE = ALLOWED - Delimiters().all
_CONTENT_FAULT = "5"
_GUIDE_FAULT = "I5"


def ta1(verdict: InterchangeVerdict) -> Segment:
    """The TA1 of one interchange: accepted, or rejected with its first fault."""
    isa = (*verdict.header, *[""] * 17)
    answer = "A" if verdict.note == "000" else "R"
    return segment(
        "TA1",
        _fitting(isa[13], r"[0-9]{1,9}", "000000000"),
        _fitting(isa[9], r"[0-9]{6}", "000000"),
        _fitting(isa[10], r"[0-9]{4}", "0000"),
        answer,
        verdict.note,
    )


def ta1_text(verdict: InterchangeVerdict, control: int, created: datetime) -> str:
    """A bare TA1 interchange, which has no group; sender and receiver change places."""
    envelope = answering_envelope(verdict, control, created)
    marks = Delimiters()
    isa, *_, iea = interchange_text(envelope, Group("FA", GUIDE, 1), ()).splitlines()
    iea = segment_text(segment("IEA", "0", f"{control:09}"), marks)
    return "\n".join([isa, segment_text(ta1(verdict), marks), iea]) + "\n"


def acknowledgement_text(
    verdict: InterchangeVerdict, control: int, created: datetime, *, with_ta1: bool = False
) -> str:
    """A 999 for each functional group of an interchange.

    Args:
        verdict: What validation found.
        control: ISA13 and GS06 of the answer.
        created: Time of the answer; the same arguments give the same bytes.
        with_ta1: Put the TA1 of the interchange between ISA and GS, as ISA14 = 1 asks for.
    """
    sets = tuple(
        _transaction(group, number) for number, group in enumerate(verdict.groups, start=1)
    )
    return interchange_text(
        answering_envelope(verdict, control, created),
        Group("FA", GUIDE, control),
        sets,
        before=(ta1(verdict),) if with_ta1 else (),
    )


def answering_envelope(verdict: InterchangeVerdict, control: int, created: datetime) -> Interchange:
    """The envelope of an answer: sender and receiver change places."""
    isa = (*verdict.header, *[""] * 17)
    return Interchange(
        sender=plain(isa[8])[:15] or "RECEIVER",
        receiver=plain(isa[6])[:15] or "SENDER",
        control=control,
        created=created,
        usage=isa[15] if isa[15] in ("P", "T") else "T",
        sender_qualifier=_qualifier(isa[7]),
        receiver_qualifier=_qualifier(isa[5]),
    )


def _qualifier(text: str) -> str:
    return text if len(text) == 2 and text.isalnum() and text.isascii() else "ZZ"  # noqa: PLR2004 - ISA05


def plain(text: str) -> str:
    """Received text without what must not stand in an element that we write."""
    return "".join(one for one in text.strip() if one in _WRITABLE)


def _fitting(text: str, form: str, otherwise: str) -> str:
    """Received text where an answer may repeat it; a header may be damaged beyond that."""
    told = plain(text)
    return told if re.fullmatch(form, told) else otherwise


def _transaction(group: GroupVerdict, number: int) -> tuple[Segment, ...]:
    body = [
        segment("ST", "999", f"{number:04}", GUIDE),
        segment(
            "AK1",
            _fitting(group.code, r"..", "ZZ"),
            _fitting(group.control, r"[0-9]{1,9}", "0"),
            _fitting(group.guide, r".{1,12}", ""),
        ),
    ]
    for one in group.sets:
        body += _answered(one)
    body.append(_group_answer(group))
    return tuple(body)


def _answered(verdict: SetVerdict) -> list[Segment]:
    identifier = _fitting(verdict.identifier, r"...", "000")
    control = _fitting(verdict.control, r".{4,9}", "0000")
    told = [segment("AK2", identifier, control, _fitting(verdict.guide, r".{1,35}", ""))]
    faults = [one for one in verdict.findings if one.answer.startswith(("IK3/", "IK4/"))]
    faults = [one for one in faults if one.severity is Severity.REJECT]
    for place in sorted({(one.segment, one.segment_id, one.loop) for one in faults}):
        here = [one for one in faults if (one.segment, one.segment_id, one.loop) == place]
        told += _segment_faults(here)
    codes = sorted(set(verdict.codes))
    if faults and not codes:
        guide_only = all(one.snip > 1 for one in faults)
        codes = [_GUIDE_FAULT if guide_only else _CONTENT_FAULT]
    told.append(segment("IK5", "A" if verdict.accepted else "R", *codes[:_MOST_CODES]))
    return told


def _segment_faults(faults: list[X12Finding]) -> list[Segment]:
    """IK3 for each fault of the segment itself, then one IK3 with its faulty elements."""
    told: list[Segment] = []
    whole = sorted({one.answer[4:] for one in faults if one.answer.startswith("IK3/")})
    for code in whole:
        told += _ik3(faults[0], code if code in _IK3_CODES else "8")
    elements = [one for one in faults if one.answer.startswith("IK4/")]
    if not elements:
        return told
    told += _ik3(elements[0], "8")
    for one in sorted(elements, key=lambda fault: (fault.element or 0, fault.component or 0)):
        place: Element = str(one.element or 1)
        if one.component:
            place = (str(one.element), str(one.component))
        told.append(segment("IK4", place, "", one.answer[4:]))
    return told


def _ik3(finding: X12Finding, code: str) -> list[Segment]:
    identifier = plain(finding.segment_id)[:3].ljust(2, "Z")
    # Loop ids longer than IK303 are cut by their letter.
    told = [segment("IK3", identifier, str(finding.segment), finding.loop[:4], code)]
    claim = finding.claim or ""
    if claim and plain(claim) == claim and len(claim) <= _LONGEST_UNIT:
        told.append(segment("CTX", ("CLM01", claim)))
    return told


def _group_answer(group: GroupVerdict) -> Segment:
    accepted = sum(one.accepted for one in group.sets)
    received = len(group.sets)
    if group.codes or not accepted:
        answer = "R"
        accepted = 0
    else:
        answer = "A" if accepted == received else "P"
    codes = sorted(set(group.codes))[:_MOST_CODES]
    declared = group.declared if group.declared <= _MOST_SETS else received
    return segment("AK9", answer, str(declared), str(received), str(accepted), *codes)
