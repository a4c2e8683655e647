"""Public sample files are read without a crash, and given back byte for byte."""

from pathlib import Path

from codeward.formats.x12 import Scanner, X12ReadError, validate


def test_every_sample_is_judged_and_returned(shared: Path) -> None:
    files = [one for one in sorted((shared / "x12").rglob("*")) if one.is_file()]
    files = [one for one in files if one.suffix != ".md"]
    assert len(files) > 150
    unreadable = []
    for file in files:
        data = file.read_bytes()
        try:
            back = "".join(raw for raw, _, _ in Scanner([data]))
            validate([data])
        except X12ReadError:
            unreadable.append(file.name)
            continue
        assert back.encode("latin-1") == data, file.name
    assert unreadable == []
