"""Writes the 277CA (005010X214) that says of each claim of a validated 837 whether it was taken."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal

from codeward.formats.x12.acknowledgement import answering_envelope, plain
from codeward.formats.x12.claim_headers import ClaimHeader, ClaimSet
from codeward.formats.x12.envelope import Group, interchange_text
from codeward.formats.x12.segment import Segment, segment
from codeward.formats.x12.verdict import InterchangeVerdict, SetVerdict
from codeward.formats.x12.writing import amount
from codeward.model import Severity

GUIDE = "005010X214"
_TAKEN = ("A2", "20")  # accepted for processing
_RECEIVED = ("A1", "19")  # the set as a whole was received
_REFUSED = {"A6": "21", "A7": "21", "A8": "21"}  # missing, invalid, contradicting information
_UNPROCESSABLE = ("A3", "21")
_MOST_REASONS = 3
_LONGEST_REFERENCE = 50
# The longest that each element of NM1 may be, the identifier first.
_LONGEST = (3, 3, 1, 60, 35, 25, 10, 10, 2, 80)
# Where the guide of the 277CA lists the qualifiers of a name, which must have its number then.
_QUALIFIERS = {"PR": ("46", "FI", "PI", "XV"), "41": ("46",)}


def claim_acknowledgement_text(
    verdict: InterchangeVerdict,
    sets: Iterable[ClaimSet],
    control: int,
    created: datetime,
    refused: Mapping[str, tuple[str, ...]] | None = None,
) -> str:
    """The 277CA of each 837 set that its 999 accepted; empty where there is none.

    Args:
        verdict: What validation found in the interchange.
        sets: The claims of the same interchange.
        control: ISA13 and GS06 of the answer.
        created: Time of the answer; the same arguments give the same bytes.
        refused: Categories (A3, A6, A7, A8) by number of claims that the answering side refuses
            for reasons of its own, such as an unknown member.
    """
    known = {
        (group.control, one.control): one
        for group in verdict.groups
        for one in group.sets
        if one.accepted
    }
    # A control number that stands again belongs to a set that the 999 rejected.
    first = {(one.group, one.control): one for one in reversed(tuple(sets))}
    taken = [key for key in reversed(first) if key in known]
    answered = [
        _transaction(
            first[key],
            {**(refused or {}), **_refused(known[key])},
            (control, number),
            created,
        )
        for number, key in enumerate(taken, start=1)
    ]
    if not answered:
        return ""
    envelope = answering_envelope(verdict, control, created)
    return interchange_text(envelope, Group("HN", GUIDE, control), tuple(answered))


def _transaction(
    claims: ClaimSet, refused: Mapping[str, tuple[str, ...]], numbers: tuple[int, int],
    created: datetime,
) -> tuple[Segment, ...]:  # fmt: skip
    (control, number), day = numbers, f"{created:%Y%m%d}"
    body = [
        segment("ST", "277", f"{number:04}", GUIDE),
        segment("BHT", "0085", "08", f"{control:09}", day, f"{created:%H%M}", "TH"),
        *_payer(claims, control, day),
        *_receiver(claims, refused, control, day),
    ]
    level = 2
    for provider, members in _by_provider(claims.claims).items():
        level = above = level + 1
        body += _provider(provider, members, refused, level, day)
        for claim in members:
            level += 1
            body += _claim(claim, refused.get(claim.number), (level, above), day)
    return tuple(body)


def _payer(claims: ClaimSet, control: int, day: str) -> list[Segment]:
    return [
        segment("HL", "1", "", "20", "1"),
        _name("PR", "2", claims.receiver, "PAYER", "46"),
        segment("TRN", "1", f"{control:09}"),
        segment("DTP", "050", "D8", day),
        segment("DTP", "009", "D8", day),
    ]


def _receiver(
    claims: ClaimSet, refused: Mapping[str, tuple[str, ...]], control: int, day: str
) -> list[Segment]:
    good, bad = _parted(claims.claims, refused)
    return [
        segment("HL", "2", "1", "21", "1" if claims.claims else "0"),
        _name("41", "", claims.submitter, "SUBMITTER", "46"),
        segment("TRN", "2", plain(claims.reference)[:_LONGEST_REFERENCE] or f"{control:09}"),
        segment("STC", (*_RECEIVED, "PR"), day, "WQ" if good else "U", _sum(claims.claims)),
        *_counts(good, bad, "90", "AA"),
    ]


def _provider(
    provider: tuple[str, ...],
    members: list[ClaimHeader],
    refused: Mapping[str, tuple[str, ...]],
    level: int,
    day: str,
) -> list[Segment]:
    good, bad = _parted(members, refused)
    return [
        segment("HL", str(level), "2", "19", "1"),
        _name("85", "", provider, "PROVIDER", "XX"),
        segment("TRN", "1", "0"),
        segment("STC", (*_RECEIVED, "PR"), day, "WQ" if good else "U", _sum(members)),
        *_counts(good, bad, "QA", "QC"),
    ]


def _claim(
    claim: ClaimHeader, reasons: tuple[str, ...] | None, levels: tuple[int, int], day: str
) -> list[Segment]:
    """One status a claim; further reasons stand in its second and third composite."""
    told = [_TAKEN] if reasons is None else [_reason(one) for one in reasons]
    first, *others = [(*one, "PR") for one in dict.fromkeys(told)][:_MOST_REASONS]
    action = "WQ" if reasons is None else "U"
    return [
        segment("HL", str(levels[0]), str(levels[1]), "PT"),
        _name("QC", "", claim.patient, "PATIENT", "MI"),
        segment("TRN", "2", plain(claim.number)[:_LONGEST_REFERENCE] or "0"),
        segment(
            "STC", first, day, action, amount(claim.charge), "", "", "", "", "", *others,
        ),
    ]  # fmt: skip


def _parted(
    claims: Iterable[ClaimHeader], refused: Mapping[str, tuple[str, ...]]
) -> tuple[list[ClaimHeader], list[ClaimHeader]]:
    """The accepted and the rejected of some claims."""
    every = list(claims)
    return (
        [one for one in every if one.number not in refused],
        [one for one in every if one.number in refused],
    )


def _reason(answer: str) -> tuple[str, str]:
    return (answer, _REFUSED[answer]) if answer in _REFUSED else _UNPROCESSABLE


def _refused(verdict: SetVerdict) -> dict[str, tuple[str, ...]]:
    """The categories of refusal by claim number, each once."""
    found: dict[str, dict[str, None]] = {}
    for one in verdict.findings:
        if one.severity is Severity.REJECT and one.claim:
            found.setdefault(one.claim, {})[one.answer] = None
    return {number: tuple(sorted(answers)) for number, answers in found.items()}


def _by_provider(
    claims: tuple[ClaimHeader, ...],
) -> dict[tuple[str, ...], list[ClaimHeader]]:
    found: dict[tuple[str, ...], list[ClaimHeader]] = {}
    for one in claims:
        found.setdefault(one.provider, []).append(one)
    return found


def _counts(
    good: list[ClaimHeader], bad: list[ClaimHeader], accepted: str, rejected: str
) -> list[Segment]:
    """Numbers and amounts of accepted and rejected claims; zero is left out."""
    rows = ((accepted, good), (rejected, bad))
    money = (("YU", good), ("YY", bad))
    return [
        *(segment("QTY", code, str(len(some))) for code, some in rows if some),
        *(segment("AMT", code, _sum(some)) for code, some in money if some),
    ]


def _sum(claims: Iterable[ClaimHeader]) -> str:
    return amount(sum((one.charge for one in claims), Decimal(0)))


def _name(role: str, kind: str, told: tuple[str, ...], otherwise: str, qualifier: str) -> Segment:
    """An NM1 that repeats a received name; what cannot be written is left out."""
    longest = dict(enumerate(_LONGEST))
    received = (plain(one)[: longest.get(n, 0)] for n, one in enumerate(told))
    padded = [*received, *[""] * len(_LONGEST)]
    kind = kind or (padded[2] if padded[2] in ("1", "2") else "2")
    person = kind == "1"
    number = padded[9] if len(padded[9]) > 1 else ""
    if role in _QUALIFIERS:
        number = number or otherwise
    given = padded[8] if padded[8] in _QUALIFIERS.get(role, (padded[8],)) else ""
    return segment(
        "NM1", role, kind, padded[3] or otherwise,
        *(padded[4:6] if person else ("", "")), "", padded[7] if person else "",
        *((given or qualifier, number) if number else ()),
    )  # fmt: skip
