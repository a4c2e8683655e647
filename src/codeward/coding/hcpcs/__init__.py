"""HCPCS Level II codes of drugs, services and supplies, with their units and the way to them."""

from collections.abc import Iterator

import msgspec

from codeward.codesets import CodeSet
from codeward.coding.case import Case
from codeward.coding.hcpcs.given_drugs import given_drugs
from codeward.coding.hcpcs.services import services
from codeward.model import Setting, Suggestion

__all__ = ["hcpcs"]


def hcpcs(case: Case, code_set: CodeSet | None) -> tuple[Suggestion, ...]:
    """What the chart says was given or supplied, in text order; none for inpatient stays.

    An inpatient stay carries no drug or supply codes on its claim. Where a release is installed,
    only codes valid on its day are suggested; without one the path says that nothing was checked.
    """
    if case.setting is Setting.INPATIENT:
        return ()
    found = [*given_drugs(case, code_set), *services(case, code_set)]
    return tuple(_numbered(one for one in found if _valid(one, code_set)))


def _valid(one: Suggestion, code_set: CodeSet | None) -> bool:
    return code_set is None or code_set.is_billable(one.code)


def _numbered(found: Iterator[Suggestion]) -> Iterator[Suggestion]:
    seen: set[tuple[object, ...]] = set()
    for one in sorted(found, key=lambda each: (each.evidence[0], each.modifiers)):
        key = (one.code, one.modifiers, one.units, one.evidence[0].text.lower())
        if key not in seen:
            seen.add(key)
            yield msgspec.structs.replace(one, sequence=len(seen))
