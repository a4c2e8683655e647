"""Rules about diagnosis codes: their qualifiers, form, order and use."""

from collections.abc import Iterator
from functools import cache

from codeward.formats.x12.rule import DIAGNOSES, ICD9, ICD10, Breach, Placed, Scope
from codeward.formats.x12.rules.claim import service_days

_EXTERNAL = ("V", "W", "X", "Y")
_ICD10_BEGINS = "20151001"
_SHORTEST, _LONGEST = 3, 7
_POA = 9
# Where the diagnosis pointers stand, by service segment.
_POINTERS = {"SV1": 7, "SV3": 11}


def no_mixture(scope: Scope) -> Iterator[Breach]:
    """ICD-9 codes end with September 2015 and never stand beside ICD-10 codes."""
    old = [one for one in scope.diagnoses() if one[2][0] in ICD9]
    if not old:
        return
    days = [day for line in scope.scopes("2400") for day in service_days(line)]
    days += [one.get(3)[-8:] for one in scope.qualified("2300/DTP", "434")]
    mixed = any(one[2][0] in ICD10 for one in scope.coded())
    if mixed or any(day >= _ICD10_BEGINS for day in days):
        place, number, _ = old[0]
        yield Breach(place, number, "an ICD-9 qualifier for a service under ICD-10", 1)


def _coded(health: Placed, mark: str) -> Iterator[tuple[int, list[str]]]:
    """The composites of one HI segment that hold a code."""
    for number, text in enumerate(health.elements[1:], start=1):
        parts = text.split(mark)
        if len(parts) > 1:
            yield number, parts


def no_point(health: Placed, mark: str) -> Iterator[Breach]:
    """A diagnosis code is written without its point."""
    for number, parts in _coded(health, mark):
        if parts[0] in DIAGNOSES and "." in parts[1]:
            yield Breach(health, number, "the diagnosis code holds a decimal point", 2)


def form(health: Placed, mark: str) -> Iterator[Breach]:
    """A diagnosis code has the form of an ICD-10-CM code."""
    for number, parts in _coded(health, mark):
        if parts[0] in ICD10 and not is_icd10cm_form(parts[1].replace(".", "")):
            yield Breach(health, number, "no ICD-10-CM code has this form", 2)


def is_icd10cm_form(code: str) -> bool:
    """Letter, digit, then up to five letters or digits."""
    return (
        _SHORTEST <= len(code) <= _LONGEST
        and code.isascii()
        and code.isalnum()
        and code == code.upper()
        and code[0].isalpha()
        and code[1].isdigit()
    )


def no_repeat(scope: Scope) -> Iterator[Breach]:
    """No diagnosis is coded twice."""
    seen: set[str] = set()
    for place, number, parts in scope.diagnoses():
        if parts[0] not in ("ABK", "ABF", "BK", "BF"):
            continue
        if parts[1] in seen:
            yield Breach(place, number, "the diagnosis stands twice", 2)
        seen.add(parts[1])


def no_external_cause_first(health: Placed, mark: str) -> Iterator[Breach]:
    """An external cause is not the principal diagnosis."""
    for number, parts in _coded(health, mark):
        if parts[0] == "ABK" and parts[1].startswith(_EXTERNAL):
            yield Breach(health, number, "an external cause as principal diagnosis", 2)


def pointers(scope: Scope) -> Iterator[Breach]:
    """Each pointer names a diagnosis that is there."""
    count = sum(1 for one in scope.diagnoses() if one[2][0] in ("ABK", "ABF", "BK", "BF"))
    if not count:
        return
    allowed = _pointers_to(count)
    for service in scope.services():
        element = _POINTERS.get(service.at.elements[0], 0)
        text = service.at.get(element) if element else ""
        if not text or text in allowed:
            continue
        for component, pointer in enumerate(scope.parts(text), start=1):
            if pointer not in allowed:
                yield Breach(service.at, element, "the pointer names no diagnosis", component)


@cache
def _pointers_to(count: int) -> frozenset[str]:
    return frozenset(text for n in range(1, count + 1) for text in (str(n), f"{n:02}"))


def present_on_admission(scope: Scope) -> Iterator[Breach]:
    """An inpatient principal diagnosis says whether it was present on admission.

    Exempt codes need the list of the fiscal year, so that only the letters outside the exempt
    chapters are held to it here.
    """
    if not is_inpatient(scope):
        return
    for place, number, parts in scope.coded():
        exempt = parts[0] == "ABK" and len(parts) > 1 and parts[1][:1] in "ZOP"
        if parts[0] == "ABK" and not exempt and len(parts) < _POA:
            yield Breach(place, number, "the principal diagnosis has no POA indicator", _POA)


def is_inpatient(scope: Scope) -> bool:
    """Whether the type of bill is that of an inpatient hospital stay (011x)."""
    return scope.place()[0] == "11"
