"""Rules about what a claim tells twice: a provider named again, a service billed again."""

from collections.abc import Iterator

from codeward.formats.x12.rule import Breach, Scope

_REPEATED = ("2310B/NM1", "2310C/NM1", "2310D/NM1", "2310E/NM1")
_ROLES = ("82", "77")


def billing_provider_again(scope: Scope) -> Iterator[Breach]:
    """Rendering provider and service facility are not named where they are the billing provider."""
    level = scope.above("2000A")
    billing = level.first("2010AA/NM1") if level else None
    if billing is None or not billing.get(9):
        return
    for place in _REPEATED:
        for name in scope.qualified(place, *_ROLES):
            if name.get(9) == billing.get(9):
                yield Breach(name, 9, "the loop repeats the billing provider")


def service_again(scope: Scope) -> Iterator[Breach]:
    """No two claims of a set bill one member the same services on the same days at one charge."""
    claim, insured = scope.first("2300/CLM"), scope.above("2000B")
    member = insured.first("2010BA/NM1") if insured else None
    services = scope.services()
    if claim is None or member is None or not member.get(9) or not services:
        return
    patient = scope.above("2000C")
    person = patient.first("2010CA/NM1") if patient else None
    told = [member.get(9), *(person.elements if person else ())]
    for one in services:
        days = [day.get(3) for day in one.line.qualified("2400/DTP", "472")]
        told += [*days, one.at.get(one.procedure), one.at.get(one.charge), one.at.get(one.units)]
    told += [day.get(3) for day in scope.qualified("2300/DTP", "434", "435", "472")]
    if scope.so_far.services.add("\n".join(told)) and scope.place()[-1] == "1":
        yield Breach(claim, 0, "an earlier claim of the set bills the same services")
