"""A code set on a day: entries, validity, notes and what codes do to each other."""

from collections.abc import Callable
from datetime import date

import pytest

from codeward.codesets import Excludes1Conflict, Kind, Releases
from codeward.model import Span

On = Callable[[date], Releases]
FY2025, FY2026, FY2027 = date(2025, 1, 15), date(2026, 1, 15), date(2026, 11, 15)


def test_a_code_may_be_written_with_its_point(releases: On) -> None:
    code_set = releases(FY2026).icd10cm
    entry = code_set.entry(" e11.9 ")
    assert entry is not None
    assert (entry.code, entry.title) == ("E119", "Type 2 diabetes mellitus without complications")
    assert (entry.billable, entry.header, entry.parent) == (True, False, "E11")
    assert code_set.entry("E119") == entry
    assert code_set.entry("Q99Z9") is None


@pytest.mark.parametrize(
    ("code", "kind", "billable"),
    [
        ("CH19", Kind.CHAPTER, False),
        ("S70-S79", Kind.BLOCK, False),
        ("C7A-C7A", Kind.BLOCK, False),
        ("S72", Kind.CATEGORY, False),
        ("I10", Kind.CATEGORY, True),
        ("S72001", Kind.SUBCATEGORY, False),
        ("E119", Kind.CODE, True),
        ("S72001A", Kind.EXTENSION, True),
        ("T1500XA", Kind.EXTENSION, True),
        ("T360X1A", Kind.EXTENSION, True),
    ],
)
def test_every_level_has_an_entry(releases: On, code: str, kind: Kind, billable: bool) -> None:
    entry = releases(FY2026).icd10cm.entry(code)
    assert entry is not None
    assert (entry.kind, entry.billable, entry.header) == (kind, billable, not billable)


def test_a_seventh_character_makes_title_and_place(releases: On) -> None:
    code_set = releases(FY2026).icd10cm
    entry = code_set.entry("T1500XD")
    assert entry is not None
    assert entry.title == "Foreign body in cornea, unspecified eye, subsequent encounter"
    assert code_set.ancestors("T1500XD") == ("T1500", "T150", "T15", "T15-T19", "T07-T88", "CH19")
    assert code_set.seventh_characters("T15.00") == {
        "A": "initial encounter",
        "D": "subsequent encounter",
        "S": "sequela",
    }
    assert code_set.seventh_characters("E119") == {}


@pytest.mark.parametrize(
    ("code", "day", "billable"),
    [
        ("I420", date(2026, 9, 15), True),
        ("I420", date(2026, 9, 30), True),
        ("I420", date(2026, 10, 1), False),
        ("I4200", date(2026, 9, 30), False),
        ("I4200", date(2026, 10, 1), True),
        ("I4200", date(2027, 3, 31), True),
        ("G35", date(2025, 9, 30), True),
        ("G35", date(2025, 10, 1), False),
        ("E11", FY2026, False),
    ],
)
def test_validity_follows_the_day_and_not_the_release(
    releases: On, code: str, day: date, billable: bool
) -> None:
    assert releases(day).icd10cm.is_billable(code) is billable
    for other in (FY2025, FY2026, FY2027):
        assert releases(other).icd10cm.is_billable(code, day) is billable


def test_rows_are_not_lives(releases: On) -> None:
    """E11.9 has several rows, because its flags changed; its life is one span."""
    code_set = releases(FY2026).icd10cm
    rows = code_set._tables.rows(
        "SELECT code FROM span GROUP BY code HAVING count(*) > 1 AND max(last) = 20270331 LIMIT 1"
    )
    assert len(code_set._spans_of(rows[0][0])) > 1
    assert len(code_set.validity(rows[0][0])) == 1
    assert code_set.validity("G35") == (Span(date(2015, 10, 1), date(2025, 10, 1)),)
    assert code_set.validity("E11") == ()
    assert code_set.known_until == date(2027, 3, 31)


def test_flags_follow_the_day(releases: On) -> None:
    code_set = releases(FY2026).icd10cm
    assert code_set.attributes("E0842") == {"manifestation"}
    assert "male" in code_set.attributes("N400", date(2024, 5, 1))
    assert "male" not in code_set.attributes("N400")
    assert code_set.attributes("I420", FY2027) == frozenset()


def test_an_ended_code_names_its_successors(releases: On) -> None:
    assert releases(FY2026).icd10cm.successors("B88.0") == ("B8801", "B8809")
    assert releases(FY2027).icd10cm.successors("I420") == ("I4200", "I4201", "I4209")
    assert releases(FY2026).icd10cm.successors("E119") == ()
    assert releases(date(2026, 5, 1)).icd10pcs.successors("30233AZ") == ("3E033AZ",)


def test_a_code_of_another_time_has_an_entry_that_is_neither_billable_nor_header(
    releases: On,
) -> None:
    for day, code, title in [
        (FY2026, "I4200", None),
        (FY2025, "G35A", "Relapsing-remitting multiple sclerosis"),
    ]:
        entry = releases(day).icd10cm.entry(code)
        assert entry is not None
        assert (entry.title, entry.billable, entry.header) == (title, False, False)


def test_titles_say_where_they_come_from(releases: On) -> None:
    def source(day: date, code: str) -> tuple[str | None, str]:
        entry = releases(day).icd10cm.entry(code)
        assert entry is not None
        return entry.title, entry.title_source

    assert source(FY2025, "G35") == ("Multiple sclerosis", "title list FY2025")
    assert source(FY2026, "G35") == ("Multiple sclerosis", "Tabular List of 1 April 2026")
    assert source(FY2025, "E11")[1] == "Tabular List of 1 April 2026"
    assert source(FY2027, "I4200") == (None, "")


def test_a_code_that_became_a_header_and_back_in_time(releases: On) -> None:
    before, after = (releases(day).icd10cm.entry("D691") for day in (FY2026, FY2027))
    assert before is not None
    assert after is not None
    assert (before.billable, before.header) == (True, False)
    assert (after.billable, after.header) == (False, True)
    assert releases(FY2027).icd10cm.children("D691") == ("D6911", "D6919")
    assert releases(FY2026).icd10cm.children("D691") == ()


def test_notes_are_inherited_but_inclusion_terms_are_not(releases: On) -> None:
    code_set = releases(FY2026).icd10cm
    notes = code_set.notes("E11.22", "use_additional", "excludes1")
    assert [(note.owner, note.inherited) for note in notes][:2] == [
        ("E1122", False),
        ("E11", True),
    ]
    assert notes[0].targets == ("N18.1-N18.6",)
    assert {note.kind for note in notes} == {"use_additional", "excludes1"}
    kidney = code_set.notes("N18.30", "inclusion_term")
    assert all(not note.inherited for note in kidney)
    assert "CH14" in {note.owner for note in code_set.notes("N1830")}


@pytest.mark.parametrize(
    ("codes", "pairs"),
    [
        (("E119", "E109"), {("E119", "E109"), ("E109", "E119")}),
        (("J90", "J910"), {("J90", "J910")}),
        (("E119", "I10"), set()),
        (("E119", "E119"), set()),
        ((), set()),
    ],
)
def test_excludes1_names_both_codes_and_the_note(
    releases: On, codes: tuple[str, ...], pairs: set[tuple[str, str]]
) -> None:
    found = releases(FY2026).icd10cm.excludes1_conflicts(codes)
    assert {(one.code, one.excluded) for one in found} == pairs


def test_a_conflict_quotes_its_note(releases: On) -> None:
    assert releases(FY2026).icd10cm.excludes1_conflicts(["E10.9", "E11.9"])[0] == (
        Excludes1Conflict("E109", "E119", "E10", "type 2 diabetes mellitus (E11.-)")
    )


def test_leaves_are_the_billable_codes_below(releases: On) -> None:
    code_set = releases(FY2026).icd10cm
    assert code_set.leaves("N18.3") == ("N1830", "N1831", "N1832")
    assert code_set.leaves("E11.9") == ()
    assert "I10" in code_set.leaves("I10-I1A")
    assert "C7A00" in code_set.leaves("CH02")
    assert set(code_set.leaves("C76-C80")) == {
        code for code in code_set.leaves("CH02") if code[:3] in {"C76", "C77", "C78", "C79", "C80"}
    }


def test_a_procedure_has_validity_and_title_but_no_hierarchy(releases: On) -> None:
    code_set = releases(FY2026).icd10pcs
    entry = code_set.entry("0SR9019")
    assert entry is not None
    assert entry.parent is None
    assert entry.title_source == "title list FY2024 April"
    assert entry.title is not None
    assert entry.title.startswith("Replacement of Right Hip Joint")
    assert code_set.notes("0SR9019") == ()
    assert all(code.startswith("0SR9") for code in code_set.leaves("0SR9"))


def test_artefacts_lie_in_the_file(releases: On) -> None:
    assert releases(FY2026).icd10cm.blob("lexicon")
    assert releases(FY2026).icd10pcs.blob("search")
    assert releases(FY2026).icd10cm.blob("nothing") is None
