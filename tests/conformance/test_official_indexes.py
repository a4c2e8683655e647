"""The walking commands' lookup on the official indexes of FY2025."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from codeward.codesets import Releases
from codeward.codesets.index_lookup import place, readable, table_start, walk
from codeward.codesets.index_navigation import IndexBook
from codeward.codesets.readers.index_xml import read_index

FILES = {
    "diseases": "icd10cm-index-2025.rebuilt.xml",
    "neoplasms": "icd-10-cm-neoplasm-2025.xml",
    "drugs": "icd-10-cm-drug-2025.xml",
}


@pytest.fixture(scope="module")
def books(shared: Path) -> dict[str, IndexBook]:
    folder = shared / "codesets" / "icd10cm" / "fy2025"
    found = {}
    for name, file in FILES.items():
        with (folder / file).open("rb") as opened:
            found[name] = IndexBook(read_index(opened))
    return found


@pytest.fixture(scope="module")
def on(releases: Callable[[date], Releases]) -> Releases:
    return releases(date(2025, 1, 15))


@pytest.mark.parametrize(
    ("steps", "code"),
    [
        (["heart attack"], "I219"),
        (["heart", "attack"], "I219"),
        (["anemia", "blood loss"], "D500"),
        (["blood loss anemia"], "D500"),
        (["diabetes"], "E119"),
        (["diabetes", "type 2", "nephropathy"], "E1121"),
        (["pneumonia"], "J189"),
        (["hypertension"], "I10"),
        (["appendicitis", "acute"], "K3580"),
    ],
)
def test_words_lead_to_the_code_of_the_index(
    books: dict[str, IndexBook], on: Releases, steps: list[str], code: str
) -> None:
    book = books["diseases"]
    walked = walk(book, steps)
    assert walked.term is not None
    others = [books["neoplasms"], books["drugs"]]
    found = place(book, walked.term, on.icd10cm, others)
    assert found.landing is not None
    assert found.landing.code == code
    assert walk(book, [found.path_text]).term == walked.term


def test_sites_of_the_neoplasm_table(books: dict[str, IndexBook], on: Releases) -> None:
    book = books["neoplasms"]
    start = table_start(book)
    for steps in (["lung", "upper lobe"], ["lung", "upper"], ["lung upper"], ["upper lobe lung"]):
        lobe = walk(book, steps, start).term
        assert lobe is not None
        assert place(book, lobe, on.icd10cm).cells[0].code == "C341"
    near = readable(book, walk(book, ["lung", "middle part"], start).choices)
    assert "Neoplasm, neoplastic > lung > middle lobe" in near


def test_substances_of_the_drug_table(books: dict[str, IndexBook], on: Releases) -> None:
    book = books["drugs"]
    aspirin = walk(book, ["aspirin"]).term
    assert aspirin is not None
    codes = [cell.code for cell in place(book, aspirin, on.icd10cm).cells]
    assert "T39011" in codes


def test_nearly_every_path_is_found_again(books: dict[str, IndexBook]) -> None:
    """The official files have a few twins: places of one wording, of which the first is found."""
    for book in books.values():
        terms = book.index.terms[::50]
        found = sum(walk(book, [str(book.path(term))]).term == term for term in terms)
        assert found / len(terms) > 0.98
