"""`codeward codesets impact`: what a new release breaks, for people and for programs."""

import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jsonschema
import pytest

Run = Callable[..., SimpleNamespace]
BOTH = ("--from", "icd10cm-2026-04", "--to", "icd10cm-2026-10")


@pytest.fixture
def encounters(tmp_path: Path) -> Path:
    folder = tmp_path / "open"
    (folder / "ward").mkdir(parents=True)
    day = {"new.json": "2026-10-05", "ward/old.json": "2026-09-01"}
    for name, service in day.items():
        (folder / name).write_text(
            json.dumps(
                {
                    "encounter_id": "SECRET-ID",
                    "setting": "outpatient",
                    "patient": None,
                    "service_date": service,
                    "diagnoses": [{"code": "E11.9"}, {"code": "I42.0"}],
                }
            )
        )
    (folder / "broken.json").write_text('{"encounter_id": "SECRET-ID"')
    return folder


def test_the_report_holds_its_published_schema_and_names_no_chart_value(
    codeward: Run, schema: Callable[[str], Any], encounters: Path, tmp_path: Path
) -> None:
    favourites = tmp_path / "mine.txt"
    favourites.write_text("I42.0 cardiomyopathy\nE11.9\n")
    options = ("--encounters", str(encounters), "--favourites", str(favourites))
    ended = codeward("codesets", "impact", *BOTH, *options, "--json")
    assert ended.code == 0, ended.err
    report = json.loads(ended.out)
    jsonschema.validate(report, schema("codesets-impact"))
    (cm,) = report["systems"]
    assert (len(cm["ended"]), len(cm["added"])) == (30, 190)
    charts = [use for use in report["uses"] if use["kind"] == "encounter"]
    assert [(use["where"], use["place"], use["code"]) for use in charts] == [
        ("new.json", "diagnosis 2", None)
    ]
    assert (report["encounters"], report["encounters_before"]) == (2, 1)
    assert report["unread"] == ["broken.json"]
    assert "SECRET" not in ended.out + ended.err
    mine = [use for use in report["uses"] if use["kind"] == "favourite"]
    assert [(use["place"], use["code"]) for use in mine] == [("line 1", "I420")]


def test_edits_and_wordings_that_name_a_changed_code_are_found(codeward: Run) -> None:
    report = json.loads(codeward("codesets", "impact", *BOTH, "--json").out)
    found = {(use["kind"], use["where"].rpartition("/")[2]) for use in report["uses"]}
    assert ("edit", "body_mass_index_alone.py") in found
    assert ("search_wording", "names.tsv") in found
    assert ("coding_wording", "history.toml") in found
    assert ("coding_rule", "bmi.py") in found
    assert any(use["where"].startswith("ICD021 ") for use in report["uses"])
    assert not any(use["where"].endswith(".cases.toml") for use in report["uses"])


def test_people_read_it_in_lines(codeward: Run, encounters: Path) -> None:
    ended = codeward(
        "codesets", "impact", "--from", "2026-04-01", "--to", "2026-10-01",
        "--encounters", str(encounters),
    )  # fmt: skip
    assert ended.code == 0
    assert "ICD-10-CM: icd10cm-2026-04 -> icd10cm-2026-10, for 2026-10-01" in ended.out
    assert "ICD-10-PCS: icd10pcs-2026-04 -> icd10pcs-2026-10" in ended.out
    assert "(now a header); successors: D69.11, D69.19" in ended.out
    assert "CC/MCC, MS-DRG 43.1 -> 44.0" in ended.out
    assert "more; --json gives all" in ended.out
    assert "new.json, diagnosis 2: ICD-10-CM: ended, status" in ended.out
    assert "2 encounters read; 1 of them are dated before the new release" in ended.out
    assert "broken.json is no encounter" in ended.err
    assert "I42.0" not in "".join(line for line in ended.out.splitlines() if "new.json" in line)


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (("--from", "icd10cm", "--to", "2026-10-01"), "names several installed releases"),
        (("--from", "icd10cm-1999", "--to", "2026-10-01"), "is no installed release"),
        (("--from", "icd10cm-2026-04", "--to", "icd10pcs-2026-10"), "of one code system"),
        (("--from", "msdrg-43.1", "--to", "2026-10-01"), "is a grouper"),
        (("--from", "2026-13-01", "--to", "2026-10-01"), "is no day"),
        (("--from", "2020-01-01", "--to", "2026-10-01"), "covers 2020-01-01"),
        ((*BOTH, "--system", "icd10pcs"), "leave --system out"),
        (("--from", "2026-04-01", "--to", "2026-10-01", "--system", "cpt"), "no CPT release"),
    ],
)
def test_what_cannot_be_compared_is_one_line(
    codeward: Run, options: tuple[str, ...], reason: str
) -> None:
    ended = codeward("codesets", "impact", *options)
    assert ended.code == 2
    assert reason in ended.err
    assert ended.err.count("\n") == 1


def test_a_system_can_be_chosen_and_a_release_named_by_its_hash(codeward: Run) -> None:
    listed = json.loads(codeward("codesets", "list", "--json").out)
    (april,) = (one["sha256"] for one in listed if one["id"] == "icd10pcs-2026-04")
    by_hash = codeward("codesets", "impact", "--from", april[:12], "--to", "2026-10-01", "--json")
    by_day = codeward(
        "codesets", "impact", "--from", "2026-04-01", "--to", "2026-10-01",
        "--system", "icd10pcs", "--json",
    )  # fmt: skip
    assert by_hash.code == 0
    assert by_hash.out == by_day.out
