"""Maltreatment: confirmed and suspected abuse and neglect have categories of their own."""

from collections.abc import Iterator

from codeward.coding.assertion import Assertion
from codeward.coding.case import Case
from codeward.coding.rules.rule import Change, Drop, Lead, Rule
from codeward.coding.rules.support import add_at, down_to

_DEEDS = frozenset(("abuse", "neglect", "abandonment", "maltreatment"))
_KINDS = (
    (frozenset(("neglect", "abandonment", "neglected")), "0"),
    (frozenset(("physical", "physically")), "1"),
    (frozenset(("sexual", "sexually")), "2"),
    (frozenset(("psychological", "emotional")), "3"),
)
_PERSONS = {"child": "child", "pediatric": "child", "adult": "adult", "elder": "adult",
            "spouse": "adult", "elderly": "adult"}  # fmt: skip
_SUBSTANCES = frozenset(
    ("alcohol", "drug", "substance", "opioid", "cocaine", "cannabis", "tobacco", "laxative")
)
_CONFIRMED, _SUSPECTED, _UNSPECIFIED = "T74", "T76", "9"
_NEAR = 4


def changes(case: Case) -> Iterator[Change]:
    """Code suspected abuse or neglect as suspected, confirmed as confirmed, first.

    What it does: kind and person of the words before the deed pick the code; the sequence is
    maltreatment first, then what it did.
    Why: I.C.19.f.
    What it does not do: abuse that is ruled out, of the past, or of a substance is not coded here.
    """
    for line in case.reading.lines:
        words = [word.word for word in line.words]
        if _DEEDS.isdisjoint(words):
            continue
        for place, word in enumerate(words):
            near = set(words[max(place - _NEAR, 0) : place + _NEAR])
            person = next((_PERSONS[one] for one in words if one in _PERSONS and one in near), None)
            before = set(words[max(place - 2, 0) : place])
            if word not in _DEEDS or person is None or "history" in near or before & _SUBSTANCES:
                continue
            mention = case.mention_at(line.number, place, place + 1)
            is_suspected = mention.assertion is Assertion.POSSIBLE or "alleged" in near
            if not (is_suspected or mention.assertion.is_affirmed):
                continue
            kind = next((number for said, number in _KINDS if said & near), _UNSPECIFIED)
            header = (_SUSPECTED if is_suspected else _CONFIRMED) + kind
            for other in case.starting(_CONFIRMED, _SUSPECTED):
                yield Drop(other.code)
            code = down_to(case, header, line.number, person)
            yield add_at(case, mention, code)
            yield Lead(code)
            return


RULE = Rule("maltreatment", "I.C.19.f", changes)
