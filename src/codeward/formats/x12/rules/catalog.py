"""All rules that look across segments, in the order of their numbers.

Numbers without a function here are kept by the guide text (`@031` in `guides/837.txt`), by the
envelope (`validation`) or, for code lists by date, by the caller.
"""

from collections.abc import Iterable

from codeward.formats.x12.rule import NUMBERS, Check, Rule, SegmentRule
from codeward.formats.x12.rules import (
    certifications,
    claim,
    coordination,
    diagnoses,
    institutional,
    lines,
    parties,
    remittance,
    repetition,
)
from codeward.formats.x12.versions import CLAIM_SETS
from codeward.model import Severity

P, I, D = "837P", "837I", "837D"  # noqa: E741 - the letters of the handbook


def _claim(
    number: str, snip: int, answer: str, check: Check, *sets: str,
    severity: Severity = Severity.REJECT, about: str = "",
) -> Rule:  # fmt: skip
    asked = frozenset(sets) or CLAIM_SETS
    return Rule(number, snip, asked, "2300", answer, check, severity, frozenset(about.split()))


def _remittance(number: str, snip: int, check: Check, loop: str = "2100") -> Rule:
    return Rule(number, snip, frozenset({"835"}), loop, "hold", check)


RULES: tuple[Rule, ...] = (
    Rule("PENV-005", 2, CLAIM_SETS, "HEADER", "A8", claim.too_many_claims, Severity.WARN),
    _claim("PENV-006", 1, "IK4/7", lines.numbered_from_one),
    Rule("P837-008", 4, CLAIM_SETS, "2000B", "A8", parties.self_exactly_without_patient),
    Rule("P837-009", 4, CLAIM_SETS, "2000A", "A8", parties.child_flag),
    Rule("P837-009", 4, CLAIM_SETS, "2000B", "A8", parties.child_flag),
    Rule("P837-010", 4, CLAIM_SETS, "2000B", "A6", parties.self_subscriber_described),
    Rule("P837-010", 4, CLAIM_SETS, "2000B", "A6", parties.person_named),
    _claim("P837-011", 4, "A8", claim.one_primary, severity=Severity.WARN),
    _claim("P837-012", 4, "A8", claim.medicare_once, about="SBR"),
    Rule("P837-014", 7, CLAIM_SETS, "2000B", "A7", parties.birth_date),
    Rule("P837-014", 7, CLAIM_SETS, "2000C", "A7", parties.birth_date),
    _claim("P837-014", 7, "A7", lines.after_birth),
    Rule("P837-018", 4, CLAIM_SETS, "2000A", "A7", parties.post_box),
    Rule("P837-019", 4, CLAIM_SETS, "2000A", "A7", parties.billing_zip),
    _claim("P837-019", 4, "A7", parties.facility_zip, about="NM1*77"),
    Rule("P837-021", 4, CLAIM_SETS, "2000A", "A6", parties.employer_number),
    _claim(
        "P837-022",
        7,
        "A8",
        repetition.billing_provider_again,
        severity=Severity.WARN,
        about="NM1*82 NM1*77",
    ),
    _claim("P837-023", 4, "A6", claim.referring_provider, P, about="REF*9F"),
    _claim("P837-024", 4, "A6", institutional.attending, I),
    _claim("P837-025", 4, "A6", certifications.laboratory_number, P, severity=Severity.WARN),
    _claim("P837-027", 3, "A7", claim.total),
    _claim("P837-028", 4, "A7", claim.total_above_zero, severity=Severity.WARN),
    _claim("P837-030", 7, "A7", claim.claim_number),
    _claim("P837-032", 4, "A6", claim.replacement_reference),
    _claim("P837-034", 5, "IK4/7", claim.place_of_service, P, D),
    _claim("P837-036", 4, "A6", claim.accident, P, D),
    _claim("P837-037", 4, "A8", claim.accident_before_service, about="DTP*439"),
    _claim("P837-039", 7, "A7", repetition.service_again, severity=Severity.WARN),
    _claim("P837-041", 4, "A7", diagnoses.no_mixture, about="HI"),
    _claim("P837-044", 7, "A7", diagnoses.no_repeat),
    _claim("P837-046", 4, "A7", diagnoses.pointers, P, D),
    _claim("P837-051", 7, "A7", lines.dates),
    _claim("P837-054", 5, "A7", lines.drug, about="LIN"),
    _claim("P837-055", 6, "A6", certifications.ambulance, P),
    _claim("P837-056", 6, "A6", certifications.equipment_certificate, P, about="PWK CR3"),
    _claim("P837-057", 3, "A7", claim.tax_once, P, about="AMT*T AMT*F4"),
    _claim("P837-058", 3, "A7", lines.adjudication_balance, about="SVD"),
    _claim("P837-058", 3, "A7", claim.other_payer_balance, about="AMT*D"),
    _claim("P837-059", 4, "A7", lines.paid_not_negative, about="SVD"),
    _claim("P837-060", 4, "A8", coordination.paid_on_one_day, about="AMT*D DTP*573"),
    Rule("P837-062", 4, frozenset({P}), "2000B", "A6", coordination.medicare_secondary),
    _claim("P837-063", 2, "IK4/8", institutional.statement_period, I, about="DTP"),
    _claim("P837-064", 3, "A8", institutional.line_inside_statement, I, about="DTP"),
    _claim("P837-065", 4, "A6", institutional.admission, I),
    _claim("P837-066", 5, "A7", institutional.admission_codes, I, about="CL1"),
    _claim("P837-067", 4, "A8", institutional.discharge_hour, I, about="DTP*096"),
    _claim("P837-068", 4, "A6", diagnoses.present_on_admission, I),
    _claim("P837-069", 5, "A7", institutional.occurrences, I, about="HI*BH HI*BI HI*BG"),
    _claim("P837-071", 7, "A8", institutional.same_day_transfer, I, about="CL1"),
    _claim("P837-072", 5, "A7", institutional.revenue, I),
    _claim("P837-074", 4, "A8", institutional.procedures_inside_stay, I, about="HI*BBR HI*BBQ"),
    _claim("P837-075", 4, "A6", institutional.reason_for_visit, I, about="CL1"),
    _claim("P837-031", 5, "A7", institutional.type_of_bill, I),
    _remittance("P835-076", 3, remittance.payment_balance, "HEADER"),
    _remittance("P835-077", 3, remittance.claim_balance),
    _remittance("P835-078", 3, remittance.line_balance),
    _remittance("P835-079", 3, remittance.patient_share),
    _remittance("P835-080", 5, remittance.reason_code),
)


_SERVICES = tuple(NUMBERS)

SEGMENT_RULES: tuple[SegmentRule, ...] = (
    SegmentRule("P837-016", 5, ("NM1",), "A7", parties.npi),
    SegmentRule("P837-017", 5, ("PRV",), "A7", parties.taxonomy),
    SegmentRule("P837-020", 5, ("N4",), "A7", parties.state),
    SegmentRule("P837-029", 4, _SERVICES, "A7", lines.charge_form),
    SegmentRule("P837-034", 5, ("SV1",), "IK4/7", lines.line_place),
    SegmentRule("P837-038", 4, ("SV1",), "A6", lines.unlisted_described),
    SegmentRule("P837-042", 5, ("HI",), "A7", diagnoses.no_point),
    SegmentRule("P837-043", 5, ("HI",), "A7", diagnoses.form),
    SegmentRule("P837-047", 4, ("HI",), "A7", diagnoses.no_external_cause_first),
    SegmentRule("P837-049", 5, _SERVICES, "A7", lines.procedure_form),
    SegmentRule("P837-050", 5, _SERVICES, "A7", lines.modifiers),
    SegmentRule("P837-052", 6, ("SV1",), "A7", lines.anesthesia_minutes),
    SegmentRule("P837-053", 4, _SERVICES, "A7", lines.units_above_zero),
)


def segment_rules(types: frozenset[int]) -> dict[str, list[SegmentRule]]:
    """The rules of claims that one segment alone can break, by its identifier."""
    found: dict[str, list[SegmentRule]] = {}
    for rule in SEGMENT_RULES:
        for segment in rule.segments if rule.snip in types else ():
            found.setdefault(segment, []).append(rule)
    return found


def rules_by_loop(
    name: str, types: frozenset[int], rules: Iterable[Rule] = RULES
) -> dict[str, list[Rule]]:
    """The rules of one transaction set and of these SNIP types, by the loop they wait for."""
    found: dict[str, list[Rule]] = {}
    for rule in rules:
        if name in rule.sets and rule.snip in types:
            found.setdefault(rule.loop, []).append(rule)
    return found
