"""Running all edits over one encounter."""

from datetime import date
from itertools import permutations

import msgspec

from codeward import edits
from codeward.model import Diagnosis, Encounter, EvidenceSpan, Patient, Severity, Sex

PATIENT = Patient(birth_date=date(1950, 5, 5), sex=Sex.FEMALE)
WEIGHTS = [Severity.REJECT, Severity.WARN, Severity.INFORM]


def visit(*codes: str, **fields) -> Encounter:
    diagnoses = tuple(Diagnosis(code=code, sequence=place) for place, code in enumerate(codes, 1))
    defaults = {"service_date": date(2026, 1, 15), "patient": PATIENT, "setting": "professional"}
    return msgspec.convert(
        {"encounter_id": "visit", "diagnoses": diagnoses} | defaults | fields,
        Encounter,
        from_attributes=True,
    )


def test_a_clean_visit_has_no_findings(small_releases):
    assert edits.check(visit("I110", "I5023"), small_releases) == ()


def test_findings_come_heaviest_first_then_by_number(small_releases):
    found = edits.check(visit("I10", "E119", "E109", "QQQ", "E1122"), small_releases)
    keys = [(WEIGHTS.index(one.severity), one.edit) for one in found]
    assert keys == sorted(keys)
    assert {one.severity for one in found} == set(WEIGHTS)


def test_the_same_encounter_gives_the_same_findings_whatever_day_the_releases_stand_at(
    small_releases,
):
    encounter = visit("I10", "E119", "E109", "QQQ", "E1122")
    first = edits.check(encounter, small_releases)
    assert edits.check(encounter, small_releases.on(date(2020, 1, 1))) == first
    assert edits.check(encounter, small_releases.on(date(2040, 1, 1))) == first


def test_the_order_of_secondary_codes_without_sequence_does_not_change_what_is_found(
    small_releases,
):
    found = set()
    for codes in permutations(["E119", "E109", "QQQ", "E1122"]):
        findings = edits.check(visit("I10", *codes), small_releases)
        found.add(frozenset((one.edit, one.severity) for one in findings))
    assert len(found) == 1


def test_an_unknown_code_is_rejected_by_name(small_releases):
    (finding,) = edits.check(visit("QQQ"), small_releases)
    assert (finding.edit, finding.severity, finding.code) == ("ICD002", Severity.REJECT, "QQQ")
    assert "QQQ" in finding.message


def test_a_day_outside_every_release_is_a_finding_not_an_error(small_releases):
    found = edits.check(visit("I10", service_date=date(2031, 1, 1)), small_releases)
    assert [one.edit for one in found] == ["ENC002"]
    assert "2031-01-01" in found[0].message


def test_a_finding_shows_the_evidence_of_its_code(small_releases):
    span = EvidenceSpan("note", 0, 3, "abc")
    (finding,) = edits.check(visit("QQQ"), small_releases, {"QQQ": (span,), "I10": ()})
    assert finding.evidence == (span,)
