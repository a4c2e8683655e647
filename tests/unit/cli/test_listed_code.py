"""Codes of imported lists as `codeward show` prints them."""

import io
import json
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from codeward.adapters.code_set_import import CodeSetImport
from codeward.adapters.release_store import ReleaseStore
from codeward.cli.detail_lines import detail_lines
from codeward.cli.listed_code import show_listed
from codeward.codesets import Releases, modifier_use
from codeward.codesets.description import CodeDescription
from codeward.codesets.details import Details, details
from codeward.codesets.list_description import listed
from codeward.codesets.modifier_use import ModifierUse
from codeward.codesets.readers.hcpcs_records import read_hcpcs_records
from codeward.codesets.reference import Modifiers
from codeward.model import System
from tests.unit.codesets.readers import small_files as small

FIRST = date(2031, 1, 1)
FILES = {
    "dmepos_ptp.csv": small.PTP,
    "MUE_PractitionerServices.csv": small.MUE,
    "aoc.csv": small.AOC,
    "pos.csv": small.PLACES,
    "carc.csv": small.CARC,
    "hcpcs.txt": small.HCPCS,
    "sheet.csv": small.HCPCS_SHEET,
    "codes.csv": small.ARTICLE_CODES,
    "covered.csv": small.ARTICLE_COVERED,
    "poa.csv": small.POA,
    "order.txt": small.ORDER,
}


@pytest.fixture
def on(tmp_path: Path) -> Releases:
    folder = tmp_path / "files"
    folder.mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text)
    CodeSetImport(tmp_path / "home").take([folder], effective_from=FIRST)
    return ReleaseStore(tmp_path / "home").on(date(2031, 2, 1))


def lines(found: Details, system: System = System.HCPCS) -> list[tuple[str, str]]:
    shown = SimpleNamespace(details=found, billable=True, system=system)
    return list(detail_lines(cast("CodeDescription", shown)))


@pytest.mark.parametrize(
    ("name", "code", "words"),
    [
        ("pos", "1", ("01  Shop", "place of service, valid", "A shop", "payment: non-facility")),
        ("modifier", "wb", ("WB  Wobbly", "from 2030-01-01", "coverage: C")),
        ("carc", "B7", ("B7  no text", "not valid on 2031-02-01", "to 2003-12-31")),
    ],
)
def test_a_listed_code_is_shown_with_its_days(
    on: Releases, capsys: pytest.CaptureFixture[str], name: str, code: str, words: tuple[str, ...]
) -> None:
    assert show_listed(code, name, on, as_json=False) == 0
    printed = capsys.readouterr().out
    assert [word for word in words if word not in printed] == []
    assert show_listed(code, name, on, as_json=True) == 0
    assert json.loads(capsys.readouterr().out)["list"] == name


@pytest.mark.parametrize("name", ["pos", "modifier", "carc"])
def test_a_code_that_the_list_lacks_is_not_known(
    on: Releases, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    assert show_listed("ZZ", name, on, as_json=False) == 1
    assert "is not known on 2031-02-01" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["rarc", "taxonomy", "claim-status", "status-category"])
def test_a_list_that_was_not_imported_is_said(
    on: Releases, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    assert show_listed("1", name, on, as_json=False) == 1
    assert "codeward codesets import PATH" in capsys.readouterr().err


def test_a_service_shows_limits_pairs_and_what_is_absent(on: Releases) -> None:
    printed = lines(details("A9999", System.HCPCS, on))
    assert ("Coverage code", "C the contractor decides") in printed
    assert ("Most units", "2 a day (practitioner)") in printed
    assert [text for heading, text in printed if heading == "Not installed"] == []
    primary = lines(details("99991", System.CPT, on))
    assert ("Add-on codes", "99992 (type 1)") in primary
    assert ("NCCI pairs", "1 codes not paid beside it (equipment supplier)") in primary
    assert any(heading == "Coverage" and "50001" in text for heading, text in primary)
    assert ("Added to", "99991 (type 1)") in lines(details("99992", System.CPT, on))


def test_a_code_says_which_modifiers_it_takes_and_a_modifier_which_codes(
    on: Releases, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    rented = small.hcpcs_record("E1399", "3", "Wobbling bed").replace("00      A", "36      A")
    assert rented.count("36      A") == 1
    (found,) = read_hcpcs_records(io.BytesIO(rented.encode())).codes
    monkeypatch.setattr(Modifiers, "service", lambda _, code: found if code < "E2" else None)
    printed = lines(details("E1399", System.HCPCS, on))
    assert any(head == "Modifiers" and text.startswith("RR, KH, KI, KJ") for head, text in printed)
    every = tuple(f"E{number}" for number in range(1000, 1015))
    hcpcs = SimpleNamespace(valid_codes=lambda: (*every, "E2000"))
    monkeypatch.setattr(Releases, "covers", lambda *_: True)
    monkeypatch.setattr(Releases, "hcpcs", hcpcs)
    wb = listed("wb", "modifier", on).code
    assert wb is not None
    assert wb.codes == ()
    monkeypatch.setattr(modifier_use, "_BY_PRICE", {"36": ModifierUse(("WB",), "wobbles", "here")})
    assert show_listed("wb", "modifier", on, as_json=False) == 0
    assert "taken by: E1000, E1001" in capsys.readouterr().out
    again = listed("wb", "modifier", on).code
    assert again is not None
    assert again.codes == every


def test_a_long_list_is_cut_and_says_so() -> None:
    printed = lines(Details(not_installed=tuple(map(str, range(15)))))
    assert printed[-1] == ("", "... and 3 more (--json lists all)")


def test_a_diagnosis_shows_its_short_title_exemption_and_coverage(on: Releases) -> None:
    printed = lines(details("A001", System.ICD10CM, on), System.ICD10CM)
    assert ("Short title", "Wobble of knee") in printed
    assert ("POA", "exempt from reporting present on admission") in printed
    assert [text for heading, text in printed if heading == "Coverage"] == [
        "ARTICLE 50001 v3 (supports necessity)"
    ]
    assert [heading for heading, _ in printed if heading == "HCC"] == []


def test_each_model_is_shown_in_its_newest_payment_year(on: Releases) -> None:
    printed = lines(details("E1122", System.ICD10CM, on), System.ICD10CM)
    shown = [text for heading, text in printed if "payment year" in text]
    assert [text for text in shown if text.startswith("CMS-HCC Model V28")] == [
        text for text in shown if text.startswith("CMS-HCC Model V28, payment year 2027: 37")
    ]
    assert any(text.startswith("CMS-HCC Model V28") for text in shown)


def test_a_procedure_has_the_short_title_of_its_own_order_file_only(on: Releases) -> None:
    assert details("A001", System.ICD10PCS, on).short_title == ""
