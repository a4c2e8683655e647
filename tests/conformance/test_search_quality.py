"""The encoder search on queries written for Codeward: the published bars, without the Index."""

import csv
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from codeward.codesets import Releases
from codeward.codesets.search import search
from codeward.codesets.search.index import Ranked, SearchIndex
from codeward.codesets.search.names import rewrites
from codeward.codesets.search.queries import alternatives
from codeward.model import System

DAY = date(2026, 5, 1)
CODE_LENGTH = 7


@pytest.fixture(scope="module")
def on(releases: Callable[[date], Releases]) -> Releases:
    return releases(DAY)


def base(code: str) -> str:
    """A code without its seventh character: the search collapses episodes of care."""
    return code[:6].rstrip("X") if len(code) == CODE_LENGTH else code


def rank(query: str, accepted: set[str], on: Releases) -> int | None:
    """Place of the first accepted code among distinct base codes; None beyond ten."""
    hits = search(query, on, (System.ICD10CM,), 40)
    bases = list(dict.fromkeys(base(hit.code) for hit in hits))[:10]
    wanted = {base(code) for code in accepted}
    places = (place for place, found in enumerate(bases, start=1) if found in wanted)
    return next(places, None)


def test_lay_words_and_abbreviations(shared: Path, on: Releases) -> None:
    path = shared / "corpora" / "authored" / "lay_abbrev_queries_dev.tsv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.reader(file, delimiter="\t") if row]
    ranks = [rank(query, {code.replace(".", "") for code in codes.split(";")}, on)
             for query, codes in (row[:2] for row in rows)]  # fmt: skip
    first = sum(one == 1 for one in ranks) / len(ranks)
    ten = sum(one is not None for one in ranks) / len(ranks)
    assert first >= 0.72
    assert ten >= 0.88


def test_the_development_half_of_the_blind_queries(on: Releases) -> None:
    """Invented before any result was seen; the other half is for docs/reference/encoder.md only."""
    path = Path(__file__).parent / "data" / "encoder_queries_dev.tsv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.reader(file, delimiter="\t") if row and row[0][:1] != "#"]
    ranks = [rank(query, {code.replace(".", "") for code in codes.split(";")}, on)
             for query, codes in rows]  # fmt: skip
    assert len(ranks) > 180
    assert sum(one == 1 for one in ranks) / len(ranks) >= 0.90
    assert sum(one is not None for one in ranks) / len(ranks) >= 0.97


def test_disease_ontology_names(shared: Path, on: Releases) -> None:
    """Every fourth name; its codes are broad, so a leaf below a gold category counts."""
    path = shared / "corpora" / "disease_synonyms" / "doid_icd10cm.json"
    found = json.loads(path.read_text(encoding="utf-8"))["synonym_to_icd10cm"]
    names = {
        name: [code.replace(".", "") for code in ([codes] if isinstance(codes, str) else codes)]
        for name, codes in sorted(found.items())
    }
    index = SearchIndex(on.icd10cm.blob("search") or b"")
    asked = {
        name: [code for code in codes if on.icd10cm.entry(code) is not None]
        for name, codes in list(names.items())[::4]
    }
    ranked = [
        any(hit.code.startswith(code) for code in codes for hit in _best(index, name))
        for name, codes in asked.items()
        if codes
    ]
    assert len(ranked) > 2_500
    assert sum(ranked) / len(ranked) >= 0.70


def _best(index: SearchIndex, name: str) -> tuple[Ranked, ...]:
    return index.rank(alternatives(name, index.known, rewrites(), index.slipped), 10)


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("hypertension", "I10"),
        ("pneumonia", "J189"),
        ("pnuemonia", "J189"),
        ("diabetis", "E119"),
        ("stroke", "I639"),
        ("uti", "N390"),
        ("afib", "I4891"),
        ("sepsis unspecified", "A419"),
        ("low back pain", "M5450"),
        ("type 2 dm w ckd 3", "E1122"),
        ("mi nstemi", "I214"),
        ("chf acute on chronic systolic", "I5023"),
        ("copd exacerbation", "J441"),
        ("acute resp failure hypoxia", "J9601"),
        ("l hip oa", "M1612"),
        ("anemia ckd", "D631"),
        ("resection gallbladder percutaneous endoscopic", "0FT44ZZ"),
        ("obesity bmi 40", "Z6841"),
        ("encounter for screening colon", "Z1211"),
        ("laparoscopic cholecystectomy", "0FT44ZZ"),
        ("E1122", "E1122"),
        ("T2DM w ckd3b", "E1122"),
        ("intertroch fx left", "S72142A"),
        ("2nd deg burn R hand", "T23201A"),
        ("hart attack", "I219"),
    ],
)
def test_what_a_coder_types_comes_first(query: str, code: str, on: Releases) -> None:
    assert search(query, on, (), 5)[0].code == code


def test_a_fracture_comes_before_its_complications(on: Releases) -> None:
    hit = search("fx distal radius left initial", on, (), 5)[0]
    assert hit.code == "S52502A"


def test_a_bypass_is_a_procedure(on: Releases) -> None:
    hit = search("cabg", on, (System.ICD10PCS,), 5)[0]
    assert hit.code.startswith("021")
