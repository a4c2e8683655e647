"""`codeward edit` and `codeward group` from the outside."""

import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jsonschema
import pytest

Run = Callable[..., SimpleNamespace]


def inpatient(**fields: object) -> dict[str, object]:
    stay: dict[str, object] = {
        "encounter_id": "E1",
        "setting": "inpatient",
        "patient": {"birth_date": "1950-03-01", "sex": "M"},
        "admit_date": "2026-01-10",
        "discharge_date": "2026-01-14",
        "discharge_status": "01",
        "diagnoses": [
            {"code": "I50.23", "role": "principal", "sequence": 1, "poa": "Y"},
            {"code": "J96.01", "sequence": 2, "poa": "Y"},
        ],
    }
    return {**stay, **fields}


@pytest.fixture
def file(tmp_path: Path) -> Callable[[object], str]:
    def write(content: object) -> str:
        path = tmp_path / "encounter.json"
        path.write_text(json.dumps(content), "utf-8")
        return str(path)

    return write


def findings(codeward: Run, path: str) -> Any:
    ended = codeward("edit", path, "--json")
    assert (ended.code, ended.err) == (0, "")
    return json.loads(ended.out)


def test_findings_name_code_edit_and_authority(
    codeward: Run, file: Callable[[object], str], schema: Callable[[str], Any]
) -> None:
    diagnoses = [
        {"code": "E11", "role": "principal", "sequence": 1, "poa": "Y"},
        {"code": "Q99Z9", "sequence": 2, "poa": "Y"},
    ]
    report = findings(codeward, file(inpatient(diagnoses=diagnoses)))
    jsonschema.validate(report, schema("edit"))
    rejected = {one["code"] for one in report["findings"] if one["severity"] == "reject"}
    assert {"E11", "Q99Z9"} <= rejected
    assert all(one["authority"] and one["message"] for one in report["findings"])


def test_a_day_outside_every_release_is_a_finding(
    codeward: Run, file: Callable[[object], str]
) -> None:
    stay = inpatient(admit_date="2035-01-10", discharge_date="2035-01-14")
    rejected = [
        one for one in findings(codeward, file(stay))["findings"] if one["severity"] == "reject"
    ]
    assert any("release" in one["message"] for one in rejected)


def test_the_exit_code_follows_findings_only_on_demand(
    codeward: Run, file: Callable[[object], str]
) -> None:
    bad = file(inpatient(diagnoses=[{"code": "E11", "role": "principal", "poa": "Y"}]))
    assert codeward("edit", bad).code == 0
    assert codeward("edit", bad, "--fail-on", "reject").code == 1


def test_people_read_what_to_do(codeward: Run, file: Callable[[object], str]) -> None:
    bad = file(inpatient(diagnoses=[{"code": "E11", "role": "principal", "poa": "Y"}]))
    shown = codeward("edit", bad).out
    assert "REJECT" in shown
    assert "what to do" in shown


def test_a_stay_is_grouped_with_what_drove_it(
    codeward: Run, file: Callable[[object], str], schema: Callable[[str], Any]
) -> None:
    ended = codeward("group", file(inpatient()), "--json")
    assert ended.code == 0
    grouping = json.loads(ended.out)
    jsonschema.validate(grouping, schema("group"))
    assert (grouping["drg"], grouping["version"], grouping["mdc"]) == ("291", "43.0", "05")
    effects = {effect["code"]: effect for effect in grouping["effects"]}
    assert effects["J9601"]["severity"] == "MCC"
    assert effects["J9601"]["counted"]
    assert grouping["weight"] is not None


def test_without_a_patient_there_is_no_drg(codeward: Run, file: Callable[[object], str]) -> None:
    ended = codeward("group", file(inpatient(patient=None)))
    assert (ended.code, ended.out) == (1, "")
    assert "patient" in ended.err


@pytest.mark.parametrize("command", ["edit", "group"])
def test_a_malformed_encounter_is_refused(
    command: str, codeward: Run, file: Callable[[object], str]
) -> None:
    ended = codeward(command, file(inpatient(colour=1)))
    assert (ended.code, ended.out) == (2, "")
    assert "unknown field `colour`" in ended.err
