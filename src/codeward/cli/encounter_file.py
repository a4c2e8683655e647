"""Reads what a user points at: a plain-text note or an encounter as JSON, both strictly."""

import re
import sys
from datetime import date
from pathlib import Path

import msgspec

from codeward.model import Document, Encounter, EncounterError, Setting

MEGABYTE = 1_000_000
LARGEST_INPUT = 10 * MEGABYTE
STDIN = "-"

_ENUM_VALUE = re.compile(r"Invalid enum value .*?(?= - at `\$[^`]*`$|$)", re.DOTALL)


def read_text(path: str) -> str:
    """The text of a file (`-` is stdin), every character kept: line ends and byte order mark too.

    Raises:
        EncounterError: empty, too large, binary or not UTF-8; the text says where.
    """
    name = "stdin" if path == STDIN else path
    raw = _read_bytes(path, name)
    if not raw.strip():
        raise EncounterError(f"{name}: the file is empty")
    if b"\0" in raw:
        raise EncounterError(
            f"{name}: binary data or UTF-16 text (NUL at byte {raw.index(0)}); "
            "Codeward reads UTF-8 text"
        )
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise EncounterError(
            f"{name}: not UTF-8 (byte {error.start}); convert it first, "
            "for example: iconv -f CP1252 -t UTF-8"
        ) from None


def read_encounter(path: str) -> Encounter:
    """An encounter from a JSON file.

    Raises:
        EncounterError: unreadable file, malformed JSON, or a field that is unknown, missing, of
            the wrong type or impossible; the text gives the path of the field.
    """
    return decode_encounter(read_text(path), "stdin" if path == STDIN else path)


def decode_encounter(text: str, name: str) -> Encounter:
    """An encounter from JSON text; `name` says in errors where the text came from.

    Raises:
        EncounterError: as with `read_encounter`.
    """
    try:
        return msgspec.json.decode(text.removeprefix("\ufeff"), type=Encounter)
    except msgspec.ValidationError as error:
        raise EncounterError(f"{name}: {_without_values(str(error))}") from None
    except msgspec.DecodeError as error:
        raise EncounterError(f"{name}: not valid JSON: {error}") from None


def read_note_or_encounter(path: str, setting: Setting | None, day: date) -> Encounter:
    """A JSON encounter as it is, or a plain-text note as the only document of a bare encounter.

    `setting` and `day` complete a note (outpatient where no setting is given); given with a JSON
    encounter, `setting` is ignored because the encounter states its own.

    Raises:
        EncounterError: as with `read_text` and `read_encounter`.
    """
    text = read_text(path)
    name = "stdin" if path == STDIN else Path(path).name
    if looks_like_json(text):
        return decode_encounter(text, name)
    return Encounter(
        encounter_id=name,
        setting=setting or Setting.OUTPATIENT,
        patient=None,
        service_date=day,
        documents=(Document(id=name, text=text),),
    )


def looks_like_json(text: str) -> bool:
    """Whether the text is meant as JSON: its first character that counts is a brace."""
    return text.removeprefix("\ufeff").lstrip().startswith("{")


def _read_bytes(path: str, name: str) -> bytes:
    """The bytes of a file, never more than the limit and one: a huge file is not taken in."""
    try:
        if path == STDIN:
            raw = sys.stdin.buffer.read(LARGEST_INPUT + 1)
        else:
            with Path(path).open("rb") as file:
                raw = file.read(LARGEST_INPUT + 1)
    except OSError as error:
        raise EncounterError(f"{name}: cannot be read ({error.strerror})") from None
    if len(raw) > LARGEST_INPUT:
        raise EncounterError(
            f"{name}: more than {LARGEST_INPUT // MEGABYTE} MB, which no single encounter holds; "
            "split it into its documents"
        )
    return raw


def _without_values(message: str) -> str:
    """The decoder's message without the offending value, which may be a person's."""
    return _ENUM_VALUE.sub("Not one of the allowed values", message)
