"""One query over several code sets: routing, merging, seventh characters, what is not installed."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from codeward.codesets.entry import CodeEntry, Kind
from codeward.codesets.phrases import tabular_phrases
from codeward.codesets.search import search
from codeward.codesets.search.artefact import compiled, title_search_artefact
from codeward.codesets.search.index import SearchIndex
from codeward.model import NoReleaseError, ReleaseId, System
from tests.unit.codesets.search.tabular import NODES
from tests.unit.codesets.search.test_index import Titles

_EXTENDED = {"M25511A": "initial", "M25511D": "subsequent", "M25511S": "sequela"}


class Codes:
    """A code set over the sample nodes; pain in the right shoulder takes a seventh character."""

    def __init__(self, name: str, artefact: bytes | None, titles: Mapping[str, str]) -> None:
        self.id = ReleaseId(name, name, date(2025, 10, 1), date(2026, 9, 30))
        self._artefact = artefact
        self._titles = titles
        self._headers = {c for c in titles if any(o.startswith(c) and o != c for o in titles)}

    def entry(self, code: str) -> CodeEntry | None:
        if code not in self._titles:
            return None
        kind = Kind.EXTENSION if code in _EXTENDED else Kind.CODE
        parent = code[:-1] if code in _EXTENDED else None
        header = code in self._headers
        return CodeEntry(code, self._titles[code], not header, header, parent, "", kind)

    def is_billable(self, code: str, _day: date | None = None) -> bool:
        return code in self._titles and code not in self._headers

    def leaves(self, code: str) -> tuple[str, ...]:
        below = (c for c in self._titles if c.startswith(code) and c not in self._headers)
        return tuple(sorted(below))

    def seventh_characters(self, _code: str) -> Mapping[str, str]:
        return {}

    def blob(self, name: str) -> bytes | None:
        return self._artefact if name == "search" else None


class Installed:
    """ICD-10-CM and ICD-10-PCS; nothing else."""

    def __init__(self) -> None:
        titles = {node.code: node.title for node in NODES} | _EXTENDED
        diagnoses = compiled(NODES, tabular_phrases(NODES))
        procedures = {str(code): str(title) for code, title in Titles().rows("")}
        self._sets = {
            System.ICD10CM: Codes("sample-cm", diagnoses, titles),
            System.ICD10PCS: Codes("sample-pcs", title_search_artefact(Titles()), procedures),
        }

    def covers(self, system: System) -> bool:
        return system in self._sets

    def code_set(self, system: System) -> Codes | None:
        return self._sets.get(system)


@pytest.fixture(scope="module")
def on() -> Installed:
    return Installed()


def test_a_code_is_answered_by_the_codes_that_begin_so(on: Installed) -> None:
    assert [hit.code for hit in search("e11.2", on)] == ["E1122", "E112"]
    assert search("E1122", on)[0].matched == "code E1122"
    assert [hit.code for hit in search("0ft4", on)] == ["0FT40ZZ", "0FT44ZZ"]


def test_billable_codes_come_first(on: Installed) -> None:
    billable = [hit.billable for hit in search("E11", on)]
    assert billable == sorted(billable, reverse=True)


def test_an_operation_is_answered_by_procedures_first(on: Installed) -> None:
    first = search("laparoscopic cholecystectomy", on)[0]
    assert (first.system, first.code) == (System.ICD10PCS, "0FT44ZZ")


def test_a_disease_is_answered_by_diagnoses_first(on: Installed) -> None:
    assert search("pneumonia", on)[0].system is System.ICD10CM


def test_one_seventh_character_is_shown_for_all(on: Installed) -> None:
    found = [hit.code for hit in search("pain in right shoulder", on)]
    assert found[0] == "M25511A"
    assert "M25511D" not in found
    assert search("pain in right shoulder subsequent", on)[0].code == "M25511D"


def test_the_limit_holds(on: Installed) -> None:
    assert len(search("pain", on, limit=2)) <= 2
    assert search("pain", on, limit=0) == ()


def test_the_same_query_gives_the_same_hits(on: Installed) -> None:
    assert search("dm2 with ckd", on) == search("dm2 with ckd", on)


def test_nothing_found_is_empty(on: Installed) -> None:
    assert search("qqqqqqq", on) == ()
    assert search("   ", on) == ()


def test_a_system_asked_for_by_name_must_be_installed(on: Installed) -> None:
    with pytest.raises(NoReleaseError, match="HCPCS is not installed"):
        search("wheelchair", on, (System.HCPCS,))


def test_a_release_without_search_artefact_still_answers_codes() -> None:
    bare = Installed()
    bare._sets = {System.ICD10CM: Codes("sample-bare", None, {"I10": "Hypertension"})}
    assert search("hypertension", bare) == ()
    assert search("I10", bare)[0].code == "I10"


@pytest.mark.parametrize("limit", [1, 2, 20])
@pytest.mark.parametrize(
    "query",
    ["pneumonia", "laparoscopic cholecystectomy", "pain", "dm2 with ckd", "gallbladder", "resec"],
)
def test_a_system_left_out_could_not_have_given_a_hit(
    on: Installed, query: str, limit: int
) -> None:
    alone = [
        hit for system in (System.ICD10CM, System.ICD10PCS) for hit in search(query, on, (system,))
    ]
    alone.sort(key=lambda hit: (not hit.billable, -hit.score, hit.system is not System.ICD10CM))
    assert search(query, on, limit=limit) == tuple(alone[:limit])


def test_a_system_that_cannot_come_among_the_hits_is_not_searched(
    on: Installed, monkeypatch: pytest.MonkeyPatch
) -> None:
    ranked: list[SearchIndex] = []
    rank = SearchIndex.rank

    def counted(self: SearchIndex, *arguments: Any, **named: Any) -> Any:
        ranked.append(self)
        return rank(self, *arguments, **named)

    monkeypatch.setattr(SearchIndex, "rank", counted)
    search("pneumonia", on, limit=1)
    assert len(ranked) == 1
