"""What people read: every part of a suggestion, a finding and a grouping is on the screen."""

import pytest

from codeward.cli.output import print_findings, print_grouping, print_suggestions
from codeward.model import (
    CodeEffect,
    EvidenceSpan,
    Finding,
    Grouping,
    PathStep,
    Severity,
    Suggestion,
    System,
)

SUGGESTION = Suggestion(
    system=System.ICD10CM,
    code="E1122",
    title="Type 2 diabetes mellitus with diabetic chronic kidney disease",
    sequence=1,
    confidence=0.85,
    evidence=(EvidenceSpan("note", 10, 25, "DM2\r\n with   CKD"),),
    path=(PathStep("phrase", "DM2"), PathStep("guideline", "I.A.15 (diabetes-with)")),
    guideline="I.A.15",
    needs=("stage",),
)


def test_a_suggestion_shows_code_evidence_way_and_needs(
    capsys: pytest.CaptureFixture[str],
) -> None:
    print_suggestions((SUGGESTION,))
    shown = capsys.readouterr().out
    assert "1. E11.22    Type 2 diabetes mellitus" in shown
    assert '"DM2 with CKD"  note:10' in shown
    assert "way: phrase DM2 > guideline I.A.15 (diabetes-with)\n" in shown
    assert "needs: stage" in shown


def test_a_guideline_outside_the_path_is_added(capsys: pytest.CaptureFixture[str]) -> None:
    print_suggestions(
        (
            Suggestion(
                SUGGESTION.system,
                "I10",
                "x",
                1,
                0.9,
                SUGGESTION.evidence,
                SUGGESTION.path[:1],
                "IV.H",
            ),
        )
    )
    assert "way: phrase DM2 > guideline IV.H\n" in capsys.readouterr().out


def test_no_suggestion_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    print_suggestions(())
    print_findings(())
    print_grouping(None)
    assert capsys.readouterr().out == "  nothing suggested\n  no finding\n  no DRG\n"


@pytest.mark.parametrize(
    ("code", "line", "shown"),
    [("E119", 2, "E119"), (None, 2, "line 2"), (None, None, "encounter")],
)
def test_a_finding_names_what_it_blames(
    code: str | None, line: int | None, shown: str, capsys: pytest.CaptureFixture[str]
) -> None:
    finding = Finding("X1", Severity.REJECT, code, line, "is wrong", "a clause", way_out="mend it")
    print_findings((finding,), to_stderr=True)
    told = capsys.readouterr()
    assert told.out == ""
    assert f"REJECT X1 {shown}: is wrong" in told.err
    assert "what to do: mend it" in told.err


def test_a_grouping_shows_what_counted(capsys: pytest.CaptureFixture[str]) -> None:
    effects = (
        CodeEffect("J9601", "MCC", True, "MCC counted"),
        CodeEffect("I10", "NON", False, "no effect"),
        CodeEffect("0SR90J9", None, True, "operating room procedure"),
    )
    print_grouping(Grouping("291", "HEART FAILURE", "05", "CIRC", "44.0", None, effects, "OK"))
    shown = capsys.readouterr().out
    assert "MS-DRG 291 HEART FAILURE" in shown
    assert "no published weight" in shown
    assert "J96.01    (MCC) MCC counted" in shown
    assert "0SR90J9   operating room procedure" in shown
    assert "I10" not in shown
