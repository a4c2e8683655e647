"""What each code did, in words and in the order of the stay."""

import pytest

from codeward.grouping import DiagnosisMark, GrouperAnswer, ProcedureMark, Stay, StayDiagnosis
from codeward.grouping.effects import effects
from codeward.model import Sex


def answer(*marks: DiagnosisMark, procedures=(), initial=291, drg=291) -> GrouperAnswer:
    principal = DiagnosisMark("I5023", "MCC", recognised=True, counted=True)
    return GrouperAnswer(drg, initial, 5, "OK", principal, marks, procedures)


def mark(code, severity, *, counted, excluded=False, hacs=()) -> DiagnosisMark:
    return DiagnosisMark(
        code, severity, recognised=True, counted=counted, excluded=excluded, hacs=hacs
    )


def stay_with(*codes: str, procedures=()) -> Stay:
    secondaries = tuple(StayDiagnosis(code) for code in codes)
    return Stay("43.1", 70, Sex.FEMALE, 1, StayDiagnosis("I5023"), secondaries, procedures)


def note(one: DiagnosisMark, *others: DiagnosisMark, **fields) -> str:
    marks = (one, *others)
    return effects(stay_with(*(each.code for each in marks)), answer(*marks, **fields))[1].note


def test_the_principal_diagnosis_comes_first_and_counts():
    (first,) = effects(stay_with(), answer())
    assert (first.code, first.counted, first.note) == ("I5023", True, "principal diagnosis")


def test_the_order_is_that_of_the_stay_not_of_the_grouper():
    marks = (
        mark("A", "CC", counted=True),
        mark("B", "NON", counted=False),
        mark("C", "NON", counted=False),
    )
    found = effects(stay_with("C", "A", "B"), answer(*marks))
    assert [one.code for one in found] == ["I5023", "C", "A", "B"]


def test_a_repeated_code_gets_each_of_its_marks_once():
    marks = (mark("A", "CC", counted=True), mark("A", "CC", counted=False))
    assert [one.counted for one in effects(stay_with("A", "A"), answer(*marks))[1:]] == [
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("one", "others", "expected"),
    [
        (mark("A", "MCC", counted=True), (), "counted as MCC"),
        (
            mark("A", "MCC", counted=False, excluded=True),
            (),
            "MCC excluded by the principal diagnosis",
        ),
        (mark("A", "NON", counted=False), (), "neither CC nor MCC"),
        (mark("A", "NON", counted=True), (), "part of the logic of the DRG"),
        (mark("A", "CC", counted=False), (), "CC that this DRG does not ask for"),
        (
            mark("A", "CC", counted=False),
            (mark("B", "MCC", counted=True),),
            "CC, but another code already counts",
        ),
        (
            mark("A", "CC", counted=False),
            (mark("B", "CC", counted=True),),
            "CC, but another code already counts",
        ),
        (
            mark("A", "MCC", counted=False),
            (mark("B", "CC", counted=True),),
            "MCC that this DRG does not ask for",
        ),
    ],
)
def test_a_secondary_says_why_it_counts_or_not(one, others, expected):
    assert note(one, *others) == expected


def test_a_hospital_acquired_condition_does_not_count_although_it_moved_the_initial_drg():
    acquired = mark("L89154", "MCC", counted=True, hacs=(4,))
    found = effects(stay_with("L89154"), answer(acquired, initial=291, drg=293))[1]
    assert not found.counted
    assert found.note == "MCC not counted: hospital-acquired condition 04"


def test_a_hospital_acquired_condition_that_changed_nothing_keeps_its_count():
    acquired = mark("L89154", "MCC", counted=True, hacs=(4,))
    assert effects(stay_with("L89154"), answer(acquired))[1].counted


@pytest.mark.parametrize(
    ("operating_room", "counted", "expected"),
    [
        (True, True, "operating-room procedure, decides the DRG"),
        (True, False, "operating-room procedure, without effect on the DRG"),
        (False, True, "non-operating-room procedure, decides the DRG"),
    ],
)
def test_a_procedure_says_its_kind_and_effect(operating_room, counted, expected):
    marks = (ProcedureMark("0SR9029", operating_room, counted),)
    found = effects(stay_with(procedures=("0SR9029",)), answer(procedures=marks))[-1]
    assert (found.severity, found.counted, found.note) == (None, counted, expected)
