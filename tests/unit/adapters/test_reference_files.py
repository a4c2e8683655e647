"""Imported lists are looked up by date, from one file each that can be made anew."""

from datetime import date
from pathlib import Path

import pytest

from codeward.adapters import reference_files
from codeward.adapters.code_set_import import CodeSetImport
from codeward.adapters.imported_sources import DamagedImportError
from codeward.adapters.release_store import ReleaseStore
from codeward.adapters.store_pruning import prunable, prune
from codeward.codesets.ncci import NcciTable
from codeward.codesets.readers.claim_code_lists import ClaimCodeKind
from codeward.codesets.shelf import Shelf
from tests.unit.codesets.readers import small_files as small

FIRST = date(2031, 1, 1)
FILES = {
    "ccipra-f1.csv": small.PTP,
    "MUE_PractitionerServices.csv": small.MUE,
    "aoc.csv": small.AOC,
    "poa.csv": small.POA,
    "pos.csv": small.PLACES,
    "carc.csv": small.CARC,
    "conversions.txt": small.CM_CONVERSIONS,
    "article.csv": small.ARTICLE_COVERED,
    "order.txt": small.ORDER,
    "index.xml": small.PCS_INDEX,
    "tables.xml": small.PCS_TABLES,
}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "files"
    folder.mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text)
    home = tmp_path / "home"
    CodeSetImport(home).take([folder], effective_from=FIRST)
    return home


def shelf(home: Path, day: date = date(2031, 2, 1)) -> Shelf:
    return ReleaseStore(home).on(day).reference


def test_each_list_answers_for_its_days(home: Path) -> None:
    on = shelf(home)
    pairs, units = on.pairs(NcciTable.PRACTITIONER), on.units(NcciTable.PRACTITIONER)
    assert pairs is not None
    assert pairs.pair("99991", "A9999") is not None
    assert pairs.pair("A9999", "99991") is None
    assert units is not None
    limit = units.limit("A9999")
    assert limit is not None
    assert limit.units == 2
    assert on.pairs(NcciTable.OUTPATIENT) is None
    assert on.add_ons is not None
    assert [one.primary for one in on.add_ons.primaries("99992")] == ["99991"]
    assert on.add_ons.primaries("99993") == ()
    assert on.poa_exempt is not None
    assert [on.poa_exempt.is_exempt(code) for code in ("Z999", "A009")] == [True, False]
    assert on.place_of_service is not None
    place = on.place_of_service.place("1")
    assert place is not None
    assert (place.code, place.facility) == ("01", False)
    assert on.former_codes is not None
    assert on.former_codes.successors("A004") == ("A002",)
    assert on.coverage is not None
    assert [one.covered for one, _ in on.coverage.mentions("A001")] == [True]
    builder = on.pcs.builder()
    assert builder is not None
    assert builder.step("0DW2") is not None


def test_text_without_a_licence_is_not_kept(home: Path) -> None:
    reasons = shelf(home).claim_codes(ClaimCodeKind.ADJUSTMENT_REASON)
    assert reasons is not None
    found = reasons.code("B7")
    assert found is not None
    assert (found.text, found.last) == ("", date(2003, 12, 31))


def test_a_list_of_a_year_or_quarter_says_nothing_of_the_next(home: Path) -> None:
    after = shelf(home, date(2031, 4, 1))
    assert after.units(NcciTable.PRACTITIONER) is None
    assert after.pairs(NcciTable.PRACTITIONER) is None
    assert after.place_of_service is not None
    assert after.poa_exempt is not None
    assert shelf(home, date(2031, 10, 1)).poa_exempt is None
    assert shelf(home, date(2030, 12, 31)).poa_exempt is None
    assert shelf(home, date(2030, 12, 31)).pairs(NcciTable.PRACTITIONER) is not None


def test_a_lookup_is_made_anew_but_never_from_a_changed_original(home: Path) -> None:
    (poa,) = (one for one in reference_files.references(home) if one.name == "poa.csv")
    for path in (home / reference_files.FOLDER).iterdir():
        path.unlink()
    assert shelf(home).poa_exempt is not None
    for path in (home / reference_files.FOLDER).iterdir():
        path.unlink()
    (home / "imports" / poa.sha256).write_text("changed")
    with pytest.raises(DamagedImportError, match="import it again"):
        _ = shelf(home).poa_exempt


def test_a_lookup_that_fails_half_way_leaves_nothing(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_arguments: object, **_named: object) -> object:
        yield "A", 0, b""
        raise OSError("no space")

    for path in (home / reference_files.FOLDER).iterdir():
        path.unlink()
    monkeypatch.setattr(reference_files, "reference_records", broken)
    with pytest.raises(OSError, match="no space"):
        _ = shelf(home).poa_exempt
    assert list((home / reference_files.FOLDER).iterdir()) == []


def test_hcc_categories_name_model_and_year(home: Path) -> None:
    found = shelf(home).hcc("E1122")
    assert found is not None
    assert {(one.model, one.category) for one in found if one.year == 2026} >= {
        ("CMS-HCC Model V28", "37"),
        ("CMS-HCC Model V24", "18"),
        ("RxHCC Model V08", "30"),
    }


def test_a_decision_names_every_list_that_its_edits_asked(home: Path) -> None:
    on = ReleaseStore(home).on(date(2031, 2, 1))
    ids = on.ids_for((date(2031, 2, 1), date(2031, 4, 1)))
    hashes = {one.name: one.sha256 for one in reference_files.references(home)}
    assert {name: one.sha256 for name, one in ids.items()} == {
        "POA-exempt list from 2031-01-01": hashes["poa.csv"],
        "NCCI add-on codes from 2031-01-01": hashes["aoc.csv"],
        "NCCI procedure-to-procedure edits ccipra-f1.csv from 2031-01-01": hashes["ccipra-f1.csv"],
        "NCCI medically unlikely edits MUE_PractitionerServices.csv from 2031-01-01": hashes[
            "MUE_PractitionerServices.csv"
        ],
    }
    spans = {name: one.effective_to for name, one in ids.items()}
    assert spans["POA-exempt list from 2031-01-01"] == date(2031, 9, 30)
    assert spans["NCCI add-on codes from 2031-01-01"] == date(2031, 3, 31)
    assert set(on.ids_for((date(2032, 2, 1),))) == set()


def test_the_name_of_a_file_tells_which_list_its_numbers_are(tmp_path: Path) -> None:
    for name in ("CARC_2031.csv", "status.csv"):
        (tmp_path / name).write_text(f"Code,Description\n45,{name}\n")
    imports = CodeSetImport(tmp_path / "home")
    imports.take([tmp_path / "CARC_2031.csv", tmp_path / "status.csv"], effective_from=FIRST)
    assert {file.name: file.part for file in imports.manifest()} == {
        "CARC_2031.csv": "adjustment_reason",
        "status.csv": "claim_status",
    }


def test_pruning_takes_the_lookup_of_a_replaced_file_and_no_other(home: Path) -> None:
    folder = home / reference_files.FOLDER
    assert shelf(home).hcc("E1122")
    before = {path.name for path in folder.iterdir()}
    store = ReleaseStore(home)
    store.folder.mkdir(exist_ok=True)
    assert [one.path for one in prunable(store) if one.path.parent == folder] == []
    changed = home.parent / "poa.csv"
    changed.write_text(small.POA.replace("Other wobble", "Another wobble"))
    CodeSetImport(home).take([changed], effective_from=FIRST)
    (gone,) = (one for one in prunable(store) if one.path.parent == folder)
    assert gone.path.name in before
    assert prune(store, [gone]) == 1
    assert shelf(home).poa_exempt is not None
