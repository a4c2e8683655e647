"""Public sample files: read without a crash, given back byte for byte, judged as confirmed by hand."""

from pathlib import Path

import msgspec
import pytest

from codeward.formats.x12 import Scanner, validate

VERDICTS = Path(__file__).parent / "x12_verdicts.toml"


def _files(shared: Path) -> list[Path]:
    return [
        one
        for one in sorted((shared / "x12").rglob("*"))
        if one.is_file() and one.name != "MANIFEST.md"
    ]


def test_every_sample_is_given_back_byte_for_byte(shared: Path) -> None:
    files = _files(shared)
    assert len(files) > 150
    for file in files:
        data = file.read_bytes()
        back = "".join(raw for raw, _, _ in Scanner([data]))
        assert back.encode("latin-1") == data, file.name


def test_every_sample_is_accepted_or_rejected_for_the_listed_reasons(shared: Path) -> None:
    confirmed = msgspec.toml.decode(VERDICTS.read_bytes(), type=dict[str, list[str]])
    told = {
        file.relative_to(shared / "x12").as_posix(): sorted(
            {f"{one.severity.value} {one.rule}" for one in validate([file.read_bytes()]).findings}
        )
        for file in _files(shared)
    }
    assert told == confirmed


@pytest.mark.parametrize("kind", ["276_277", "270_271"])
def test_most_samples_of_inquiries_are_accepted(shared: Path, kind: str) -> None:
    files = [one for one in _files(shared) if kind in one.parts]
    accepted = sum(validate([one.read_bytes()]).accepted for one in files)
    assert accepted >= len(files) // 2
