"""The engine: evidence exact on any text, silence, determinism, settings, queries."""

import logging
import subprocess
import sys
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from codeward import coding, intake
from codeward.model import Document, Encounter, Setting
from codeward.model.query import QueryPurpose

DAY = date(2026, 1, 15)


def code(text, on, setting=Setting.OUTPATIENT, document_type=None):
    encounter = Encounter(
        encounter_id="e",
        setting=setting,
        patient=None,
        documents=(Document(id="note", text=text, type=document_type),),
    )
    return coding.suggest(intake.read(encounter.documents), encounter, on)


def codes(text, on, setting=Setting.OUTPATIENT):
    return [one.code for one in code(text, on, setting).suggestions]


@pytest.fixture(scope="module")
def on(releases):
    return releases(DAY)


NOTE = (
    "\ufeffCHIEF COMPLAINT: cough\r\n\r\nPMH:\r\n- Type 2 diabetes \u2013 on metformin\r\n- HTN\r\n\r\n"
    "Family history: mother with breast cancer.\r\nAssessment:\r\n1. CKD stage 4\r\n2. Pneumonia, "
    "no sepsis\r\n3. Right knee osteoarthritis\r\n"
)


def test_every_suggestion_quotes_its_evidence_exactly(on):
    found = code(NOTE, on).suggestions
    assert len(found) > 4
    for suggestion in found:
        assert suggestion.evidence
        for span in suggestion.evidence:
            assert NOTE[span.start : span.end] == span.text


_PIECES = st.sampled_from(
    ["HTN", "type 2 diabetes", "CKD stage 4", "No ", "denies ", "\r\n", "\n", ", ", ". ", "PMH: ", "A/P: ", "ÄÖ ", "µ",
     "BMI 42.3 ", "acute and chronic pancreatitis", "metastases to the liver", "L ", "sepsis due to E. coli", "28 weeks pregnant ",
     "\ufeff", "overdose of Tylenol ", "dog bite of left hand ", "second degree burn of left forearm 5% ", "pressure ulcer stage 3 ", "\U0001d518 ", "?"]
)  # fmt: skip


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.lists(_PIECES, max_size=25).map("".join))
def test_evidence_is_exact_on_hostile_texts(text, on):
    found = code(text, on, Setting.INPATIENT)
    for suggestion in found.suggestions:
        for span in suggestion.evidence:
            assert text[span.start : span.end] == span.text
    for query in found.queries:
        assert all(text[span.start : span.end] == span.text for span in query.indicators)
    assert [one.sequence for one in found.suggestions] == list(range(1, len(found.suggestions) + 1))
    assert len({one.code for one in found.suggestions}) == len(found.suggestions)


def test_every_suggested_code_is_billable_on_the_day(on):
    assert all(on.icd10cm.is_billable(one) for one in codes(NOTE, on))


def test_nothing_of_a_note_reaches_output_or_logs(on, capfd, caplog):
    caplog.set_level(logging.DEBUG)
    code(NOTE, on)
    captured = capfd.readouterr()
    assert (captured.out, captured.err, caplog.text) == ("", "", "")


def test_an_empty_note_gives_nothing(on):
    found = code("", on)
    assert (found.suggestions, found.queries) == ((), ())


def test_an_uncertain_diagnosis_is_coded_for_inpatients_only(on):
    assert codes("Probable pneumonia", on, Setting.INPATIENT) == ["J189"]
    assert codes("Probable pneumonia", on, Setting.OUTPATIENT) == []


def test_a_question_mark_is_doubt(on):
    assert codes("?GERD", on) == []


def test_the_path_names_phrase_lexicon_entry_code_and_guideline(on):
    found = code("Hypertension. CKD stage 4.", on).suggestions
    assert [step.step for step in found[0].path] == ["phrase", "wording", "tabular", "guideline"]
    assert found[0].guideline == "I.C.9.a"


def test_a_negated_mention_names_no_code_and_a_family_one_the_history(on):
    assert codes("No pneumonia. Mother has breast cancer.", on) == ["Z803"]


def test_short_words_are_no_abbreviations(on):
    assert codes("The patient does fit in, am clinic today.", on) == []


def test_a_list_is_not_read_across_its_commas(on):
    assert codes("Hypertension, heart failure due to amyloidosis", on)[0] == "I10"


def test_findings_of_the_examination_give_no_code(on):
    assert codes("EXAM: edema, rash.\nRESULTS: pneumonia on film.", on) == []


def test_missing_detail_becomes_a_query_that_does_not_lead(on):
    found = code("Carpal tunnel syndrome", on)
    assert found.suggestions[0].needs == ("laterality",)
    assert found.queries[0].options[-2:] == ("Other (please specify)", "Unable to determine")
    assert {"Right", "Left", "Bilateral"} <= set(found.queries[0].options)
    assert found.queries[0].codes == ("G5600",)


def test_urosepsis_is_asked_and_not_coded(on):
    found = code("Urosepsis", on, Setting.INPATIENT)
    assert found.suggestions == ()
    assert found.queries[0].topic == "urosepsis"


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("Type 1 diabetes in the assessment. Type 2 diabetes at discharge.", "type of diabetes"),
        ("Acute STEMI of anterior wall. NSTEMI in the consult note.", "type of infarction"),
    ],
)
def test_statements_that_contradict_each_other_are_asked(text, topic, on):
    found = [one for one in code(text, on, Setting.INPATIENT).queries if one.topic == topic]
    assert [one.purpose for one in found] == [QueryPurpose.CONFLICT]
    assert found[0].options[-2:] == ("Other (please specify)", "Unable to determine")


@pytest.mark.parametrize(
    "text",
    [
        "Type 1 diabetes with neuropathy. Diabetes is stable.",
        "NSTEMI. Anterior STEMI 10 days ago.",
        "Acute STEMI of anterior wall, then NSTEMI.",
    ],
)
def test_statements_that_agree_raise_no_conflict(text, on):
    queries = code(text, on, Setting.INPATIENT).queries
    assert all(one.purpose is not QueryPurpose.CONFLICT for one in queries)


def test_a_condition_without_stages_is_not_asked_for_its_stage(on):
    asked = {one.topic for one in code("Heart failure.", on, Setting.INPATIENT).queries}
    assert "stage" not in asked


_SCRIPT = """
import sys
from datetime import date
from pathlib import Path
import msgspec
from codeward import coding, intake
from codeward.adapters.release_store import ReleaseStore
from codeward.model import Document, Encounter, Setting
text = sys.stdin.read()
encounter = Encounter(encounter_id="e", setting=Setting.INPATIENT, patient=None, documents=(Document(id="n", text=text),))
found = coding.suggest(intake.read(encounter.documents), encounter, ReleaseStore(Path(sys.argv[1])).on(date(2026, 1, 15)))
sys.stdout.buffer.write(msgspec.json.encode(found))
"""


def test_hash_seeds_do_not_change_a_byte(release_store):
    from tests.releases_fixture import HOME

    outputs = {
        subprocess.run(
            [sys.executable, "-c", _SCRIPT, str(HOME)],
            input=NOTE,
            capture_output=True,
            text=True,
            check=True,
            env={"PYTHONHASHSEED": seed, "PATH": ""},
        ).stdout
        for seed in ("0", "1", "4242")
    }
    assert len(outputs) == 1
    assert "E1122" in outputs.pop()
