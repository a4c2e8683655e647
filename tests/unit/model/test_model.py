"""The shared vocabulary keeps its own promises."""

from datetime import UTC, date, datetime

import msgspec
import pytest

from codeward.model import (
    Decision,
    Diagnosis,
    DiagnosisRole,
    Document,
    Encounter,
    EvidenceSpan,
    Patient,
    Procedure,
    Rationale,
    ServiceLine,
    Setting,
    Sex,
    Span,
    System,
    Verdict,
)
from codeward.model.system import display_code, undotted

BORN = date(1980, 6, 15)
PATIENT = Patient(birth_date=BORN, sex=Sex.FEMALE)


def encounter(**fields: object) -> Encounter:
    known: dict[str, object] = {
        "encounter_id": "E",
        "setting": Setting.OUTPATIENT,
        "patient": PATIENT,
    }
    return Encounter(**{**known, **fields})  # type: ignore[arg-type]


class TestSpan:
    def test_the_start_belongs_to_it_and_the_end_does_not(self) -> None:
        span = Span(date(2025, 10, 1), date(2026, 10, 1))
        assert date(2025, 10, 1) in span
        assert date(2026, 9, 30) in span
        assert date(2026, 10, 1) not in span
        assert date(2025, 9, 30) not in span

    def test_without_an_end_it_goes_on(self) -> None:
        assert date(2999, 1, 1) in Span(date(2025, 10, 1))

    def test_it_must_end_after_it_starts(self) -> None:
        with pytest.raises(ValueError, match="must end after it starts"):
            Span(date(2025, 10, 1), date(2025, 10, 1))


class TestSystem:
    @pytest.mark.parametrize("system", System)
    def test_a_key_leads_back_to_its_system(self, system: System) -> None:
        assert System.from_key(system.key) is system

    def test_an_unknown_key_is_refused(self) -> None:
        with pytest.raises(ValueError, match="unknown code system 'icd9'"):
            System.from_key("icd9")

    def test_only_icd_10_cm_has_a_point(self) -> None:
        assert display_code(System.ICD10CM, "E1122") == "E11.22"
        assert display_code(System.ICD10CM, "I10") == "I10"
        assert display_code(System.ICD10PCS, "0FT44ZZ") == "0FT44ZZ"

    def test_codes_are_kept_undotted(self) -> None:
        assert undotted(" e11.22 ") == "E1122"


class TestEncounter:
    def test_inpatient_codes_follow_the_discharge(self) -> None:
        stay = encounter(
            setting=Setting.INPATIENT,
            admit_date=date(2026, 9, 28),
            discharge_date=date(2026, 10, 2),
        )
        assert stay.governing_date == date(2026, 10, 2)

    def test_other_codes_follow_the_service(self) -> None:
        lines = (
            ServiceLine(service_date=date(2026, 3, 2)),
            ServiceLine(service_date=date(2026, 3, 1)),
        )
        assert encounter(service_lines=lines).governing_date == date(2026, 3, 1)
        told = encounter(service_lines=lines, service_date=date(2026, 2, 1))
        assert told.governing_date == date(2026, 2, 1)

    def test_a_document_date_is_the_last_resort(self) -> None:
        documents = (Document(id="a", text="x", date=date(2026, 5, 5)), Document(id="b", text="y"))
        assert encounter(documents=documents).governing_date == date(2026, 5, 5)
        assert encounter().governing_date is None

    def test_the_principal_comes_first_and_others_in_sequence(self) -> None:
        coded = encounter(
            diagnoses=(
                Diagnosis(code="N18.32", sequence=3),
                Diagnosis(code="R07.9", role=DiagnosisRole.ADMITTING),
                Diagnosis(code="I10", sequence=2),
                Diagnosis(code="E11.22", sequence=1, role=DiagnosisRole.PRINCIPAL),
            )
        )
        assert [diagnosis.code for diagnosis in coded.coded_diagnoses] == ["E1122", "I10", "N1832"]
        assert coded.principal is not None
        assert coded.principal.code == "E1122"
        assert encounter().principal is None

    def test_age_is_in_completed_years(self) -> None:
        assert encounter().age_on(date(2026, 6, 14)) == 45
        assert encounter().age_on(date(2026, 6, 15)) == 46
        assert encounter(patient=None).age_on(date(2026, 6, 15)) is None

    def test_new_codes_leave_the_rest_alone(self) -> None:
        coded = encounter().with_codes((Diagnosis(code="I10"),), (Procedure(code="0ft44zz"),))
        assert coded.procedures[0].code == "0FT44ZZ"
        assert coded.encounter_id == "E"

    def test_nothing_can_be_changed_in_place(self) -> None:
        with pytest.raises(AttributeError):
            encounter().setting = Setting.INPATIENT  # type: ignore[misc]

    @pytest.mark.parametrize(("word", "sex"), [("female", Sex.FEMALE), ("M", Sex.MALE)])
    def test_sex_is_read_as_a_letter_or_a_word(self, word: str, sex: Sex) -> None:
        assert msgspec.convert(word, Sex) is sex


class TestDecision:
    AT = datetime(2026, 1, 15, 9, 30, tzinfo=UTC)

    def decision(self, **fields: object) -> Decision:
        return Decision(
            system=System.ICD10CM,
            code="I10",
            verdict=Verdict.ADDED,
            by="coder",
            at=self.AT,
            **fields,  # type: ignore[arg-type]
        )

    def test_it_needs_evidence_or_a_rationale(self) -> None:
        with pytest.raises(ValueError, match="needs an evidence span or a rationale"):
            self.decision()
        span = EvidenceSpan("note", 0, 12, "hypertension")
        assert self.decision(evidence=(span,)).rationale is None
        assert self.decision(rationale=Rationale("stated in referral")).evidence == ()

    def test_a_rationale_must_say_something(self) -> None:
        with pytest.raises(ValueError, match="must not be empty"):
            Rationale("  ")
