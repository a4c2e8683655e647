"""Rules about codes that must be on a dated list (45 CFR 162.1000: by the day of the service)."""

from collections.abc import Iterator
from datetime import date

from codeward.formats.x12.code_lists import CodeList, CodeLists
from codeward.formats.x12.rule import ICD10, Breach, Check, Rule, Scope
from codeward.formats.x12.rules.claim import header, service_days
from codeward.formats.x12.rules.diagnoses import is_icd10cm_form, is_inpatient
from codeward.formats.x12.rules.lines import is_procedure_form
from codeward.formats.x12.versions import CLAIM_SETS

_INPATIENT_PROCEDURES = frozenset({"BBR", "BBQ"})
_INDICATED = frozenset({"ABK", "ABF"})
_POA = 9


def listed_rules(lists: CodeLists) -> tuple[Rule, ...]:
    """The rules that hold codes against lists; each is silent where no list covers the day."""
    both = frozenset({"837P", "837D"})
    return (
        Rule("P837-043", 5, CLAIM_SETS, "2300", "A7", _diagnoses(lists)),
        Rule("P837-049", 5, CLAIM_SETS, "2300", "A7", _procedures(lists)),
        Rule("P837-050", 5, CLAIM_SETS, "2300", "A7", _modifiers(lists)),
        Rule("P837-034", 5, both, "2300", "IK4/7", _places(lists)),
        Rule("P837-068", 4, frozenset({"837I"}), "2300", "A6", _indicators(lists)),
        Rule("P835-080", 5, frozenset({"835"}), "2100", "hold", _reasons(lists)),
    )


def claim_day(scope: Scope) -> date | None:
    """The day by which codes of a claim are judged: discharge of a stay, else the first service."""
    statement = [one.get(3)[-8:] for one in scope.qualified("2300/DTP", "434")]
    services = [day for line in scope.scopes("2400") for day in service_days(line)]
    services += [one.get(3)[:8] for one in scope.qualified("2300/DTP", "472")]
    return _day(max(statement) if statement else min(services, default=""))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _payment_day(scope: Scope) -> date | None:
    root = scope.above("HEADER")
    payment = root.first("HEADER/BPR") if root else None
    return _day(payment.get(16)) if payment else None


def _diagnoses(lists: CodeLists) -> Check:
    def check(scope: Scope) -> Iterator[Breach]:
        """Each ICD-10-CM and ICD-10-PCS code is valid and billable on the day of the claim."""
        day = claim_day(scope)
        for place, number, parts in scope.coded() if day else ():
            if len(parts) > 1 and day and not _on_list(lists, parts, day):
                yield Breach(place, number, "the code is not valid for a claim on its day", 2)

    return check


def _on_list(lists: CodeLists, parts: list[str], day: date) -> bool:
    if parts[0] in ICD10:
        # A point or a wrong form is a finding of its own.
        wrong = not is_icd10cm_form(parts[1])
        return wrong or lists.knows(CodeList.DIAGNOSIS, parts[1], day) is not False
    if parts[0] in _INPATIENT_PROCEDURES:
        return lists.knows(CodeList.INPATIENT_PROCEDURE, parts[1], day) is not False
    return True


def _procedures(lists: CodeLists) -> Check:
    def check(scope: Scope) -> Iterator[Breach]:
        """Each HCPCS and CPT code is valid on the day of its line."""
        for service in scope.services():
            if service.parts[0] != "HC" or len(service.parts) < 2:  # noqa: PLR2004 - qualifier, code
                continue
            day = _day(min(service_days(service.line), default="")) or claim_day(scope)
            code = service.parts[1]
            if day is None or not is_procedure_form(code):
                continue
            if lists.knows(CodeList.PROCEDURE, code, day) is False:
                yield Breach(service.at, service.procedure, "the code is not valid on its day", 2)

    return check


def _modifiers(lists: CodeLists) -> Check:
    def check(scope: Scope) -> Iterator[Breach]:
        """Each modifier is valid on the day of its line."""
        for service in scope.services():
            day = _day(min(service_days(service.line), default="")) or claim_day(scope)
            for number, modifier in enumerate(service.parts[2:6], start=3):
                if day and modifier and lists.knows(CodeList.MODIFIER, modifier, day) is False:
                    words = "the modifier is not valid on its day"
                    yield Breach(service.at, service.procedure, words, number)

    return check


def _places(lists: CodeLists) -> Check:
    def check(scope: Scope) -> Iterator[Breach]:
        """The place of service is on the list of the day."""
        day, claim = claim_day(scope), header(scope)
        if day is None or claim is None:
            return
        code = scope.parts(claim.get(5))[0]
        if code.isdigit() and lists.knows(CodeList.PLACE_OF_SERVICE, code, day) is False:
            yield Breach(claim, 5, "CLM05-1 is no place of service on its day", 1)

    return check


def _indicators(lists: CodeLists) -> Check:
    def check(scope: Scope) -> Iterator[Breach]:
        """Each inpatient diagnosis says whether it was present on admission unless exempt."""
        day = claim_day(scope)
        if day is None or not is_inpatient(scope):
            return
        for place, number, parts in scope.coded():
            if parts[0] not in _INDICATED or len(parts) < 2 or "".join(parts[_POA - 1 : _POA]):  # noqa: PLR2004
                continue
            if lists.knows(CodeList.POA_EXEMPT, parts[1], day) is False:
                yield Breach(place, number, "the diagnosis has no POA indicator", _POA)

    return check


def _reasons(lists: CodeLists) -> Check:
    def check(scope: Scope) -> Iterator[Breach]:
        """Adjustment reasons and remarks are on their lists on the day of the remittance."""
        day = _payment_day(scope)
        if day is None:
            return
        for holder, place in (
            (scope, "2100/CAS"),
            *((s, "2110/CAS") for s in scope.scopes("2110")),
        ):
            for one in holder.all(place):
                for number in range(2, len(one.elements), 3):
                    code = one.get(number)
                    if code and lists.knows(CodeList.ADJUSTMENT_REASON, code, day) is False:
                        yield Breach(one, number, "the adjustment reason is not on its list")
        for line in scope.scopes("2110"):
            for one in line.qualified("2110/LQ", "HE"):
                if lists.knows(CodeList.REMARK, one.get(2), day) is False:
                    yield Breach(one, 2, "the remark is not on its list")

    return check
