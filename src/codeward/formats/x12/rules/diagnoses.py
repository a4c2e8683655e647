"""Rules about diagnosis codes: their qualifiers, form, order and use."""

from collections.abc import Iterator

from codeward.formats.x12.rule import Breach, Placed, Scope
from codeward.formats.x12.rules.claim import service_days

_ICD10 = frozenset({"ABK", "ABF", "ABJ", "APR", "ABN"})
_ICD9 = frozenset({"BK", "BF", "BJ", "PR", "BN"})
_DIAGNOSES = _ICD10 | _ICD9
_EXTERNAL = ("V", "W", "X", "Y")
_ICD10_BEGINS = "20151001"
_SHORTEST, _LONGEST = 3, 7
_POA = 9

Coded = tuple[Placed, int, list[str]]


def coded(scope: Scope) -> list[Coded]:
    """Each HI composite with its segment and element number."""
    mark = scope.component
    return [
        (one, number, text.split(mark))
        for one in scope.all("2300/HI")
        for number, text in enumerate(one.elements[1:], start=1)
        if text
    ]


def _diagnoses(scope: Scope) -> list[Coded]:
    return [one for one in coded(scope) if one[2][0] in _DIAGNOSES and len(one[2]) > 1]


def no_mixture(scope: Scope) -> Iterator[Breach]:
    """ICD-9 codes end with September 2015 and never stand beside ICD-10 codes."""
    found = _diagnoses(scope)
    old = [one for one in found if one[2][0] in _ICD9]
    if not old:
        return
    days = [day for line in scope.scopes("2400") for day in service_days(line)]
    days += [one.get(3)[-8:] for one in scope.qualified("2300/DTP", "434")]
    mixed = any(one[2][0] in _ICD10 for one in found)
    if mixed or any(day >= _ICD10_BEGINS for day in days):
        place, number, _ = old[0]
        yield Breach(place, number, "an ICD-9 qualifier for a service under ICD-10", 1)


def no_point(scope: Scope) -> Iterator[Breach]:
    """A diagnosis code is written without its point."""
    for place, number, parts in _diagnoses(scope):
        if "." in parts[1]:
            yield Breach(place, number, "the diagnosis code holds a decimal point", 2)


def form(scope: Scope) -> Iterator[Breach]:
    """A diagnosis code has the form of an ICD-10-CM code."""
    for place, number, parts in _diagnoses(scope):
        if parts[0] in _ICD10 and not is_icd10cm_form(parts[1].replace(".", "")):
            yield Breach(place, number, "no ICD-10-CM code has this form", 2)


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
    for place, number, parts in _diagnoses(scope):
        if parts[0] not in ("ABK", "ABF", "BK", "BF"):
            continue
        if parts[1] in seen:
            yield Breach(place, number, "the diagnosis stands twice", 2)
        seen.add(parts[1])


def no_external_cause_first(scope: Scope) -> Iterator[Breach]:
    """An external cause is not the principal diagnosis."""
    for place, number, parts in coded(scope):
        if parts[0] == "ABK" and len(parts) > 1 and parts[1].startswith(_EXTERNAL):
            yield Breach(place, number, "an external cause as principal diagnosis", 2)


def pointers(scope: Scope) -> Iterator[Breach]:
    """Each pointer names a diagnosis that is there."""
    count = sum(1 for one in _diagnoses(scope) if one[2][0] in ("ABK", "ABF", "BK", "BF"))
    if not count:
        return
    for line in scope.scopes("2400"):
        service, element = line.first("2400/SV1"), 7
        if service is None:
            service, element = line.first("2400/SV3"), 11
        if service is None or not service.get(element):
            continue
        for component, pointer in enumerate(scope.parts(service.get(element)), start=1):
            if not (pointer.isascii() and pointer.isdigit() and 0 < int(pointer) <= count):
                yield Breach(service, element, "the pointer names no diagnosis", component)


def present_on_admission(scope: Scope) -> Iterator[Breach]:
    """An inpatient principal diagnosis says whether it was present on admission.

    Exempt codes need the list of the fiscal year, so that only the letters outside the exempt
    chapters are held to it here.
    """
    if not is_inpatient(scope):
        return
    for place, number, parts in coded(scope):
        exempt = parts[0] == "ABK" and len(parts) > 1 and parts[1][:1] in "ZOP"
        if parts[0] == "ABK" and not exempt and len(parts) < _POA:
            yield Breach(place, number, "the principal diagnosis has no POA indicator", _POA)


def is_inpatient(scope: Scope) -> bool:
    """Whether the type of bill is that of an inpatient hospital stay (011x)."""
    claim = scope.first("2300/CLM")
    return claim is not None and scope.parts(claim.get(5))[0] == "11"
