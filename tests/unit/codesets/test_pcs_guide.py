"""The builder of a day with official tables, index and definitions imported; and its layered labels."""

from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from codeward.adapters.code_set_import import CodeSetImport
from codeward.adapters.release_store import ReleaseStore
from codeward.codesets import Releases
from codeward.codesets.pcs_guide import LabelSource, PcsGuide
from codeward.model import ReleaseId
from tests.unit.codesets.readers import small_files as small

DAY = date(2031, 1, 1)
# The last one is no code of the tables: April added it.
CODES = ("0DW10ZZ", "0DW13ZZ", "0DW20ZZ", "0DW23ZZ", "0DW20DZ", "0DW20JZ")


@pytest.fixture
def guide(tmp_path: Path) -> PcsGuide:
    folder = tmp_path / "files"
    folder.mkdir()
    texts = (small.PCS_TABLES, small.PCS_INDEX, small.PCS_DEFINITIONS)
    for number, text in enumerate(texts):
        (folder / str(number)).write_text(text)
    CodeSetImport(tmp_path / "home").take([folder])
    codes = SimpleNamespace(
        id=ReleaseId("icd10pcs-2031", "0" * 64, DAY, DAY),
        blob=lambda _name: None,
        valid_codes=lambda: CODES,
        entry=lambda code: SimpleNamespace(title=f"Title of {code}"),
    )
    reference = ReleaseStore(tmp_path / "home").on(DAY).reference
    return PcsGuide(cast("Releases", SimpleNamespace(icd10pcs=codes, reference=reference)))


def test_labels_and_definitions_are_those_of_the_tables(guide: PcsGuide) -> None:
    step = guide.step("0DW")
    assert step is not None
    assert step.label_source is LabelSource.TABLES
    assert step.labels == ("Surgery", "Gut", "Wobbling")
    assert [(one.value, one.label, one.codes) for one in step.choices] == [
        ("1", "Upper Gut", 2),
        ("2", "Lower Gut", 4),
    ]
    assert step.index_year == "2031"


def test_a_code_that_the_tables_lack_is_offered_without_a_label(guide: PcsGuide) -> None:
    step = guide.step("0DW20")
    assert step is not None
    assert [(one.value, one.label) for one in step.choices] == [
        ("D", "Wobbler"),
        ("J", None),
        ("Z", "No Device"),
    ]


def test_a_whole_code_is_complete_and_has_its_title(guide: PcsGuide) -> None:
    step = guide.step("0DW10ZZ")
    assert step is not None
    assert (step.complete, step.title, step.choices) == (True, "Title of 0DW10ZZ", ())
    assert guide.step("0DX") is None


def test_the_index_leads_to_starts_with_their_labels(guide: PcsGuide) -> None:
    found = {one.start: one for one in guide.by_term("wobbling").starts}
    assert found["0DW"].labels == ("Surgery", "Gut", "Wobbling")
    assert found["0DW"].codes == 6
    assert [one.start for one in guide.by_operation("wobbling").starts] == ["0DW"]


def test_words_that_no_index_term_has_are_sought_among_the_labels(guide: PcsGuide) -> None:
    assert "0DW2" in {one.start for one in guide.by_term("lower gut").starts}
    assert guide.by_term("nothing of the kind").starts == ()


def test_the_index_names_the_value_to_use_and_it_is_found_in_the_tables(guide: PcsGuide) -> None:
    found = [(one.start, one.term) for one in guide.by_term("shaker").starts]
    assert found == [("0DW", "Shaker: use Wobbler")]
    starts = {one.start: one.term for one in guide.by_term("wobbling").starts}
    assert starts["0DW2"] == "Wobbling: use Lower Gut"


def test_the_body_part_key_leads_to_the_body_part_that_includes_a_part(guide: PcsGuide) -> None:
    found = [(one.start, one.term) for one in guide.by_term("bend").starts]
    assert found == [("0DW2", "Bend: use Lower Gut")]
