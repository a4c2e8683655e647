"""What a user may feed to a command, and what each bad input is told."""

import json
from datetime import date
from pathlib import Path

import pytest

from codeward.cli.encounter_file import (
    LARGEST_INPUT,
    read_encounter,
    read_note_or_encounter,
    read_text,
)
from codeward.model import EncounterError, Setting

DAY = date(2026, 1, 15)
ENCOUNTER = {
    "encounter_id": "E1",
    "setting": "outpatient",
    "patient": {"birth_date": "1960-02-29", "sex": "female"},
    "service_date": "2026-01-15",
    "diagnoses": [{"code": "e11.9", "role": "principal", "sequence": 1}],
}


def written(folder: Path, content: bytes, name: str = "note.txt") -> str:
    path = folder / name
    path.write_bytes(content)
    return str(path)


def refused(path: str) -> str:
    with pytest.raises(EncounterError) as caught:
        read_encounter(path)
    return str(caught.value)


def changed(**fields: object) -> bytes:
    return json.dumps({**ENCOUNTER, **fields}).encode()


def test_a_note_keeps_its_line_ends_and_byte_order_mark(tmp_path: Path) -> None:
    path = written(tmp_path, b"\xef\xbb\xbfT 37 \xc2\xb0C\r\nfever\r\n")
    assert read_text(path) == "\ufeffT 37 °C\r\nfever\r\n"


def test_a_plain_note_becomes_the_only_document_of_a_bare_encounter(tmp_path: Path) -> None:
    encounter = read_note_or_encounter(written(tmp_path, b"cough"), Setting.PROFESSIONAL, DAY)
    assert [document.text for document in encounter.documents] == ["cough"]
    assert (encounter.setting, encounter.governing_date) == (Setting.PROFESSIONAL, DAY)
    assert encounter.patient is None


def test_a_file_that_starts_with_a_brace_is_an_encounter(tmp_path: Path) -> None:
    path = written(tmp_path, b"\xef\xbb\xbf \n" + changed())
    encounter = read_note_or_encounter(path, Setting.INPATIENT, DAY)
    assert encounter.encounter_id == "E1"
    assert encounter.setting is Setting.OUTPATIENT
    assert encounter.diagnoses[0].code == "E119"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "the file is empty"),
        (b" \r\n\t", "the file is empty"),
        (b"abc\x00def", "binary data or UTF-16 text (NUL at byte 3)"),
        (b"caf\xe9", "not UTF-8 (byte 3)"),
    ],
)
def test_unreadable_files_are_told_why(tmp_path: Path, content: bytes, told: str) -> None:
    path = written(tmp_path, content)
    with pytest.raises(EncounterError) as caught:
        read_text(path)
    assert str(caught.value).startswith(f"{path}: {told}")


def test_a_file_over_the_limit_is_refused_without_being_taken_in(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(5 * LARGEST_INPUT)
    with pytest.raises(EncounterError, match="more than 10 MB, which no single encounter holds"):
        read_text(str(path))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    path = str(tmp_path / "none.json")
    assert refused(path) == f"{path}: cannot be read (No such file or directory)"


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"colour": 1}, "Object contains unknown field `colour`"),
        ({"admit_date": "2026-02-31"}, "Invalid RFC3339 encoded date - at `$.admit_date`"),
        ({"diagnoses": [{"code": 5}]}, "Expected `str`, got `int` - at `$.diagnoses[0].code`"),
        ({"diagnoses": [{}]}, "Object missing required field `code` - at `$.diagnoses[0]`"),
        ({"setting": "spa"}, "Not one of the allowed values - at `$.setting`"),
        (
            {"patient": {"birth_date": "1960-01-01", "sex": "Jane O'Doe"}},
            "Not one of the allowed values - at `$.patient.sex`",
        ),
        (
            {"admit_date": "2026-01-10", "discharge_date": "2026-01-09"},
            "discharge_date lies before admit_date",
        ),
        (
            {"patient": {"birth_date": "2027-01-01", "sex": "F"}},
            "patient.birth_date lies after the encounter began",
        ),
        (
            {"documents": [{"id": "a", "text": "x"}, {"id": "a", "text": "y"}]},
            "documents[1].id repeats an earlier one",
        ),
        (
            {"diagnoses": [{"code": "I10", "sequence": 0}]},
            "Expected `int` >= 1 - at `$.diagnoses[0].sequence`",
        ),
    ],
)
def test_a_faulty_field_is_refused_by_its_path_and_never_quoted(
    tmp_path: Path, fields: dict[str, object], told: str
) -> None:
    message = refused(written(tmp_path, changed(**fields), "e.json"))
    assert message.endswith(f"e.json: {told}")
    assert "Doe" not in message


def test_a_missing_field_is_named(tmp_path: Path) -> None:
    without = {name: value for name, value in ENCOUNTER.items() if name != "setting"}
    message = refused(written(tmp_path, json.dumps(without).encode(), "e.json"))
    assert message.endswith("Object missing required field `setting`")


def test_malformed_json_is_placed(tmp_path: Path) -> None:
    message = refused(written(tmp_path, b'{"encounter_id": ', "e.json"))
    assert "not valid JSON" in message
