"""`codeward demo`: every sample chart goes from note to claim, the same way on every run."""

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from codeward.cli.encounter_file import read_encounter
from codeward.demo import charts
from codeward.formats.x12 import read_segments

Run = Callable[..., SimpleNamespace]
NAMES = [chart.name for chart in charts.load()]


def test_each_chart_is_printed_and_its_claim_written(codeward: Run, tmp_path: Path) -> None:
    ended = codeward("demo", "--out", str(tmp_path))
    assert ended.code == 0
    for chart in charts.load():
        assert chart.title in ended.out
        claim = (tmp_path / f"{chart.name}.837").read_text("ascii")
        clm = next(one.segment for one in read_segments(claim) if one.segment.id == "CLM")
        assert clm.element(1) == chart.encounter.encounter_id
        assert (tmp_path / f"{chart.name}.decisions.json").is_file()
    assert "no claim was written" not in ended.out
    assert "principal or first-listed diagnosis agrees on" in ended.out


def test_a_second_run_gives_the_same_bytes(codeward: Run, tmp_path: Path) -> None:
    first = codeward("demo", "--out", str(tmp_path / "a"))
    second = codeward("demo", "--out", str(tmp_path / "b"))
    assert second.out.replace("/b/", "/a/") == first.out
    for path in sorted((tmp_path / "a").iterdir()):
        assert (tmp_path / "b" / path.name).read_bytes() == path.read_bytes()


def test_one_chart_in_one_line(codeward: Run, tmp_path: Path) -> None:
    ended = codeward("demo", "--chart", NAMES[0], "--brief", "--out", str(tmp_path))
    assert ended.out.startswith(NAMES[0])
    assert len(list(tmp_path.glob("*.837"))) == 1


def test_an_unknown_chart_is_told_the_known_ones(codeward: Run) -> None:
    ended = codeward("demo", "--chart", "nobody")
    assert ended.code == 2
    assert NAMES[0] in ended.err


def test_exported_charts_are_encounter_files(codeward: Run, tmp_path: Path) -> None:
    assert codeward("demo", "--export", str(tmp_path)).code == 0
    for chart in charts.load():
        assert read_encounter(str(tmp_path / f"{chart.name}.json")) == chart.encounter
        for document in chart.encounter.documents:
            written = tmp_path / f"{chart.name}.{document.id}.txt"
            assert written.read_bytes().decode() == document.text


@pytest.mark.parametrize("name", NAMES)
def test_an_exported_chart_goes_through_every_command(
    name: str, codeward: Run, tmp_path: Path
) -> None:
    codeward("demo", "--chart", name, "--export", str(tmp_path))
    path = str(tmp_path / f"{name}.json")
    assert codeward("code", path, "--json").code == 0
    assert codeward("edit", path, "--fail-on", "reject").code == 0
    claim = codeward(
        "claim", path, "-o", str(tmp_path / "out.837"), "--created", "2026-11-20T09:00"
    )
    assert (claim.code, claim.err) == (0, "")
    assert (tmp_path / "out.837").read_text("ascii").startswith("ISA*")
