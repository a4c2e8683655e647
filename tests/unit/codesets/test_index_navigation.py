"""Walking an index, following its references, landing in the Tabular List."""

from collections.abc import Mapping
from datetime import UTC, datetime

import msgspec

from codeward.codesets.entry import CodeEntry, Note
from codeward.codesets.index_navigation import IndexBook, IndexPath, folded, forms
from codeward.codesets.index_references import follow, lookup
from codeward.codesets.readers.index_xml import IndexCode, IndexKind, read_index
from codeward.codesets.tabular_landing import default_leaf, landing
from codeward.model import Decision, PathStep, Rationale, System, Verdict
from tests.unit.codesets.readers.small_files import INDEX, NEOPLASMS, opened

MORE = INDEX.replace(
    "</mainTerm></letter>" if "</mainTerm></letter>" in INDEX else "</letter>",
    "<mainTerm><title>Shaking</title><see>Wobble, head</see></mainTerm>"
    "<mainTerm><title>Sarcoma</title><see>Neoplasm, knee, malignant</see></mainTerm>"
    "<mainTerm><title>Late wobble</title><see>T36-T50 with 7th character S</see></mainTerm>"
    "<mainTerm><title>Growth</title><see>Neoplasm Table</see></mainTerm></letter>",
)


def book(text: str = MORE) -> IndexBook:
    return IndexBook(read_index(opened(text)))


def test_main_terms_are_found_by_each_of_their_forms() -> None:
    index = book()
    assert [term.title for term in index.main_terms("wo")] == [
        "Wobble, wobbling NEC",
        "Wood poisoning",
    ]
    assert index.main_terms("WOBBLING")[0].number == 0
    assert index.main_terms("x") == ()
    assert len(index.main_terms("", limit=2)) == 2


def test_a_path_is_found_again_and_reads_as_a_coder_reads_it() -> None:
    index = book()
    for term in index.index.terms:
        assert index.at(index.path(term)) is term
    fever = index.index.terms[2]
    assert str(index.path(fever)) == "Wobble, wobbling NEC (mild) (severe) > knee > with fever"
    assert [one.title for one in index.below(index.above(fever)[0])][:2] == ["knee", "head"]
    assert index.at(IndexPath(IndexKind.DISEASES, "2030", ("No such term",))) is None
    assert index.at(IndexPath(IndexKind.DRUGS, "2031", index.path(fever).steps)) is None
    assert index.at(index.path()) is None


def test_a_decision_keeps_the_path_and_it_is_walked_again() -> None:
    index = book()
    for term in index.index.terms:
        decision = Decision(
            System.ICD10CM, "M995", Verdict.ADDED, "coder", datetime(2031, 1, 1, tzinfo=UTC),
            rationale=Rationale("found in the index"), path=(index.path(term).step,),
        )  # fmt: skip
        read = msgspec.json.decode(msgspec.json.encode(decision), type=Decision)
        path = IndexPath.of(read.path[0])
        assert path is not None
        assert index.at(path) is term
    assert index.path(index.index.terms[0]).step.detail.startswith("diseases 2031 > Wobble")
    assert IndexPath.of(PathStep("phrase", "diseases 2031 > Wobble")) is None
    assert IndexPath.of(PathStep("index", "somewhere else")) is None


def test_forms_fold_case_brackets_and_residual_words() -> None:
    assert forms("Wobble(s), wobbling NEC") == ("wobble wobbling", "wobble", "wobbling")
    assert folded("Legg-Calv\u00e9") == "legg calve"


def test_see_is_followed_through_several_terms() -> None:
    index = book()
    (shaking,) = index.leads("shaking")
    followed = follow(index, shaking)
    assert followed is not None
    assert followed.term is not None
    assert followed.term.code == IndexCode("M995", incomplete=True)
    assert [str(path).split(" > ")[-1] for path in followed.by_way_of] == ["Shaking", "head"]


def test_what_leads_nowhere_or_in_a_circle_is_not_followed() -> None:
    index = book()
    knee, ring, tail = (index.index.terms[number] for number in (1, 4, 5))
    assert follow(index, knee) is None  # it gives a code itself
    assert follow(index, ring) is None
    assert follow(index, tail) is None
    assert lookup(index, "Wobble, elbow") is None
    assert lookup(index, "condition") is None


def test_see_may_name_a_column_a_table_or_codes() -> None:
    index, table = book(), IndexBook(read_index(opened(NEOPLASMS)))
    (sarcoma,), (growth,), (late,) = map(index.leads, ("sarcoma", "growth", "late wobble"))
    tumour = follow(index, sarcoma, [table])
    assert tumour is not None
    assert tumour.term is not None
    assert (tumour.path.kind, tumour.column) == (IndexKind.NEOPLASMS, 2)
    assert table.cell(tumour.term, 2) == IndexCode("C402", incomplete=True)
    assert table.cell(table.index.terms[0], 3) is None
    assert table.columns()[3] == "Benign"
    assert follow(index, sarcoma) is None
    whole = follow(index, growth, [table])
    assert whole is not None
    assert (whole.term, whole.path.steps) == (None, ())
    codes = follow(index, late)
    assert codes is not None
    assert codes.codes == "T36-T50 with 7th character S"


class SmallTabular:
    """A Tabular List of a few invented codes."""

    titles: Mapping[str, tuple[str, bool]] = {
        "M995": ("Wobbles", False),
        "M9951": ("Wobble of right knee", True),
        "M9958": ("Other wobble", True),
        "M9959": ("Wobble, unspecified", True),
        "S99": ("Broken wobble", False),
        "S99XXXA": ("Broken wobble, initial encounter", True),
        "S99XXXS": ("Broken wobble, sequela", True),
        "R01": ("Signs", False),
        "R011": ("First sign", True),
        "R012": ("Second sign", True),
    }

    def entry(self, code: str) -> CodeEntry | None:
        if code not in self.titles:
            return None
        title, billable = self.titles[code]
        return CodeEntry(code, title, billable, header=not billable, parent=None)

    def children(self, code: str) -> tuple[str, ...]:
        return tuple(one for one in self.titles if one.startswith(code) and one != code)

    def notes(self, code: str, *kinds: str) -> tuple[Note, ...]:
        return tuple(Note(kind, "a note", code) for kind in kinds or ("excludes1",))

    def seventh_characters(self, code: str) -> Mapping[str, str]:
        return {"A": "initial encounter", "S": "sequela"} if code.startswith("S99") else {}


def test_a_code_lands_with_its_notes_and_the_characters_that_are_missing() -> None:
    found = landing(IndexCode("M995", incomplete=True), SmallTabular())
    assert [one.code for one in found.continuations] == ["M9951", "M9958", "M9959"]
    assert found.default == "M9959"
    assert found.notes[0].text == "a note"
    whole = landing(IndexCode("M9951"), SmallTabular())
    assert (whole.continuations, whole.default) == ((), "M9951")
    unknown = landing(IndexCode("B99"), SmallTabular())
    assert (unknown.entry, unknown.default) == (None, None)


def test_default_leaf_takes_the_initial_encounter_and_stays_where_nothing_is_a_default() -> None:
    assert default_leaf("S99", SmallTabular()) == "S99XXXA"
    assert default_leaf("R01", SmallTabular()) is None
