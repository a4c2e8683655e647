"""Whatever an encounter holds, the edits answer with findings and never with an error."""

from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from codeward import edits
from codeward.model import (
    Diagnosis,
    DiagnosisRole,
    Encounter,
    Patient,
    Procedure,
    ServiceLine,
    Setting,
    Sex,
    System,
)

BORN_LATEST = date(2015, 9, 1)
days = some.none() | some.dates(date(2015, 9, 28), date(2027, 4, 3))
known = some.sampled_from(
    ["I10", "E119", "E109", "F0280", "W19", "S72001A", "O80", "R6520", "T360X5A"]
)
codes = known | some.text("A0IXZ19.é \0", min_size=1, max_size=12)
diagnoses = some.builds(
    Diagnosis,
    code=codes,
    sequence=some.none() | some.integers(1, 9),
    role=some.sampled_from(DiagnosisRole),
    poa=some.sampled_from([None, "Y", "N", "U", "W"]),
)
lines = some.builds(
    ServiceLine,
    system=some.sampled_from([None, *System]),
    code=some.none() | codes,
    modifiers=some.lists(some.text("A5é", max_size=3), max_size=5).map(tuple),
    units=some.decimals(allow_nan=False, allow_infinity=False),
    service_date=days,
    diagnosis_pointers=some.lists(some.integers(1, 20), max_size=5).map(tuple),
    revenue_code=some.none() | some.text(max_size=5),
    place_of_service=some.none() | some.text(max_size=3),
)


@some.composite
def encounters(draw) -> Encounter:
    admitted = draw(days)
    stay = some.integers(0, 30).map(lambda nights: admitted + timedelta(days=nights))
    return Encounter(
        encounter_id="any",
        setting=draw(some.sampled_from(Setting)),
        patient=draw(
            some.none()
            | some.builds(
                Patient,
                birth_date=some.dates(date(1850, 1, 1), BORN_LATEST),
                sex=some.sampled_from(Sex),
            )
        ),
        service_date=draw(days),
        admit_date=admitted,
        discharge_date=draw(some.none() | stay) if admitted else None,
        discharge_status=draw(some.none() | some.text("019x", max_size=3)),
        diagnoses=tuple(draw(some.lists(diagnoses, max_size=8))),
        procedures=tuple(
            draw(some.lists(some.builds(Procedure, code=codes, date=days), max_size=4))
        ),
        service_lines=tuple(draw(some.lists(lines, max_size=4))),
    )


@settings(
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(encounter=encounters())
def test_the_edits_answer_with_findings_in_a_fixed_order(encounter, small_releases):
    found = edits.check(encounter, small_releases)
    assert found == edits.check(encounter, small_releases)
    assert all(finding.message and finding.authority and finding.way_out for finding in found)
