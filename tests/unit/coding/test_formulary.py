"""Drugs of an installed HCPCS release: the unit comes from the title; all titles here are ours."""

from datetime import date
from decimal import Decimal

import pytest

from codeward.codesets import CodeSet
from codeward.codesets.tables import CODE_SET_TABLES
from codeward.coding.hcpcs.drugs import Drug, formulary, own_list, release_drugs
from codeward.model import ReleaseId, System
from tests.memory_tables import MemoryTables, flat_contents

FIRST, END = date(2026, 1, 1), date(2027, 1, 1)
TITLES = {
    "J0001": "Injection, wobblamab sodium, per 5 mg",
    "J0002": "Injection, steadizumab (Calmora), 1 mg",
    "J0003": "Wobblamab, inhalation solution, unit dose form, 2 mg",
    "J0004": "Quietine, oral, 4 mg",
    "J0005": "Drug that is not otherwise classified",
    "J0006": "Injection, nameless",
    "J0007": "Injection, 5 mg",
    "J0696": "Injection, ceftriaxone sodium, per 500 mg",
    "J9999": "Not otherwise classified, antineoplastic drug",
}


@pytest.fixture(scope="module")
def code_set() -> CodeSet:
    codes = {code: {"title": title, "spans": [(FIRST, END, "")]} for code, title in TITLES.items()}
    families = [("J", None, 0, 0, None, "", "code")]
    contents = flat_contents(codes)
    nodes = [(*row[:4], "J", *row[5:]) for row in contents["code"]]
    tables = MemoryTables(CODE_SET_TABLES, {**contents, "code": [*families, *nodes]})
    return CodeSet(
        ReleaseId("small-hcpcs", "x", FIRST, END), System.HCPCS, tables, date(2026, 6, 1)
    )


@pytest.fixture(scope="module")
def drugs(code_set: CodeSet) -> dict[str, Drug]:
    return {drug.code: drug for drug in release_drugs(code_set)}


@pytest.mark.parametrize(
    ("code", "amount", "given", "also_taken", "names"),
    [
        ("J0001", "5", "injection", False, ("wobblamab sodium", "wobblamab")),
        ("J0002", "1", "injection", False, ("steadizumab", "calmora")),
        ("J0003", "2", "inhalation", True, ("wobblamab",)),
        ("J0004", "4", "oral", True, ("quietine",)),
    ],
)
def test_a_title_says_unit_way_and_names(
    drugs: dict[str, Drug], code: str, amount: str, given: str, also_taken: bool,
    names: tuple[str, ...],
) -> None:  # fmt: skip
    assert drugs[code] == Drug(code, Decimal(amount), "mg", given, also_taken, names)


@pytest.mark.parametrize("code", ["J0005", "J0006", "J0007", "J9999"])
def test_a_title_without_a_drug_or_its_unit_gives_none(drugs: dict[str, Drug], code: str) -> None:
    assert code not in drugs


def test_the_unit_of_the_release_replaces_ours_and_our_names_stay(drugs: dict[str, Drug]) -> None:
    ours = next(drug for drug in own_list() if drug.code == "J0696")
    assert drugs["J0696"].amount == 500
    assert ours.amount == 250
    assert drugs["J0696"].names == ours.names


def test_the_formulary_of_a_release_is_made_once_and_finds_by_every_name(code_set: CodeSet) -> None:
    made = formulary(code_set)
    assert formulary(code_set) is made
    assert [drug.code for drug in made.named("wobblamab")] == ["J0001", "J0003"]
    assert [drug.code for drug in made.named("calmora")] == ["J0002"]
