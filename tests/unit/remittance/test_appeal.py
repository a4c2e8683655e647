"""An appeal packet holds what the appeal rests on, nothing else, and only what is verbatim."""

from datetime import date
from decimal import Decimal

import msgspec
import pytest

from codeward.model import EvidenceSpan, Finding, Severity
from codeward.model.evaluation_and_management import (
    Complexity,
    Element,
    EvaluationAndManagement,
    Reason,
)
from codeward.remittance import AppealCase, AppealError, appeal_packet, with_edits
from codeward.remittance.posting import Outcome
from tests.unit.remittance.appeal_fixture import (
    CASE,
    DENIAL,
    DRUG,
    ENCOUNTER,
    PNEUMONIA,
    QUERY,
    RECORD,
    RELEASES,
    TEXT,
    span,
)


def changed(**fields: object) -> AppealCase:
    return msgspec.structs.replace(CASE, **fields)


def test_the_packet_holds_claim_codes_denial_and_who_decided() -> None:
    packet = appeal_packet(CASE)
    assert (packet.claim.claim_id, packet.claim.payer_claim_number) == ("C1", "P1")
    assert packet.claim.patient == "Quist, Ann"
    assert [(line.code, line.diagnoses) for line in packet.claim.lines] == [
        ("99214", ("J189", "I10")),
        ("J0696", ("J189",)),
    ]
    assert (packet.claim.first_day, packet.claim.last_day) == (date(2026, 10, 20),) * 2
    assert packet.disputed == Decimal(100)
    assert packet.days_left == 106
    assert [(one.by, one.codes) for one in packet.signatures] == [("Coder A", 2), ("Coder B", 1)]
    assert (packet.engine, packet.replayed) == (RECORD.engine, True)
    assert packet.queries == (QUERY,)


def test_refused_codes_and_what_they_point_to_come_first_with_evidence_and_guideline() -> None:
    packet = appeal_packet(CASE)
    assert [(one.code, one.denied) for one in packet.codes] == [
        ("J189", True), ("J0696", True), ("I10", False), ("99214", False),
    ]  # fmt: skip
    pneumonia, drug, pressure, _ = packet.codes
    assert (pneumonia.evidence, pneumonia.guideline) == ((PNEUMONIA,), "I.C.10.d")
    assert drug.decision == RECORD.decisions[1]
    assert drug.evidence == (DRUG,)
    assert (pressure.title, pressure.evidence) == ("Essential (primary) hypertension", ())
    assert packet.guidelines == ("I.C.10.d",)


def test_a_claim_refused_as_a_whole_refuses_each_code() -> None:
    whole = msgspec.structs.replace(DENIAL, line=None, code=None)
    assert all(one.denied for one in appeal_packet(changed(denials=(whole,))).codes)


def test_a_claim_denied_line_by_line_refuses_each_code_and_is_dated_by_its_encounter() -> None:
    posted = msgspec.structs.replace(CASE.posted, outcome=Outcome.DENIED)
    undated = msgspec.structs.replace(DENIAL, refile_by=None)
    packet = appeal_packet(changed(posted=posted, denials=(undated,)))
    assert all(one.denied for one in packet.codes)
    assert packet.denials[0].refile_by == date(2027, 10, 20)


def test_the_evidence_of_a_refused_visit_is_what_counts_for_its_level() -> None:
    reason = Reason("acute illness", Complexity.MODERATE, (PNEUMONIA,))
    element = Element("problems", Complexity.MODERATE, (reason,))
    visit = EvaluationAndManagement(
        "office", (element,), Complexity.MODERATE, "99214", None, (span("clinic"),), None,
        "99214", "time", "99214",
    )  # fmt: skip
    codes = {one.code: one for one in appeal_packet(changed(visit=visit)).codes}
    assert codes["99214"].evidence == (PNEUMONIA, span("clinic"))


def test_whole_documents_do_not_go_into_the_packet() -> None:
    assert TEXT.encode() not in msgspec.json.encode(appeal_packet(CASE))


def test_the_same_case_gives_the_same_bytes() -> None:
    first = msgspec.json.encode(appeal_packet(CASE), order="sorted")
    assert msgspec.json.encode(appeal_packet(CASE), order="sorted") == first


def test_other_releases_and_a_missed_deadline_are_said() -> None:
    packet = appeal_packet(changed(releases={}, on=date(2027, 3, 11)))
    assert (packet.replayed, packet.days_left) == (False, -1)
    assert appeal_packet(changed(on=date(2027, 3, 10))).days_left == 0
    assert dict(packet.releases) == RELEASES


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"labels": ("SELF_PAY_RESTRICTED",)}, "no override"),
        ({"record": msgspec.structs.replace(RECORD, encounter_id="C2")}, "not of one claim"),
        ({"denials": ()}, "nothing to appeal"),
        ({"denials": (msgspec.structs.replace(DENIAL, claim_id="C2"),)}, "another claim"),
        ({"encounter": msgspec.structs.replace(ENCOUNTER, documents=())}, "not in its document"),
        (
            {"queries": (msgspec.structs.replace(QUERY, query=msgspec.structs.replace(
                QUERY.query, indicators=(EvidenceSpan("note", 0, 3, "B/P"),))),)},
            "not in its document",
        ),
    ],
)  # fmt: skip
def test_what_must_not_be_told_or_is_not_verbatim_gets_no_packet(
    fields: dict[str, object], told: str
) -> None:
    with pytest.raises(AppealError, match=told) as error:
        appeal_packet(changed(**fields))
    assert "C1" not in str(error.value)
    assert "pneumonia" not in str(error.value)


def finding(line: int | None, code: str | None, edit: str) -> Finding:
    return Finding(edit, Severity.WARN, code, line, "said", "manual")


def test_a_denial_leads_back_to_the_edits_on_its_line_or_code() -> None:
    said = (
        finding(2, None, "A1"), finding(None, "J0696", "A2"), finding(1, None, "A3"),
        finding(None, "J189", "A4"),
    )  # fmt: skip
    (line,) = with_edits((DENIAL,), {"C1": said})
    assert [one.edit for one in line.edits] == ["A1", "A2"]
    (whole,) = with_edits((msgspec.structs.replace(DENIAL, line=None, code=None),), {"C1": said})
    assert len(whole.edits) == 4
    assert with_edits((DENIAL,), {})[0].edits == ()
