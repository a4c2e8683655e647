"""Runs a sample chart through the public pipeline, as anybody's chart would go."""

from datetime import UTC, datetime

import msgspec

from codeward.claims import Claim, ControlNumbers, Refusal
from codeward.codesets import Releases
from codeward.demo.charts import SampleChart
from codeward.demo.comparison import ChartComparison, compare
from codeward.model import Decision, FinalEncounter, Finding, Grouping, System, Verdict
from codeward.pipeline import CodedEncounter, check_and_group, claim_for, code_encounter, finalise
from codeward.ports import InpatientEngine

# A demo must give the same claim on every day: its decisions and claims carry one fixed time.
DECIDED_AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
CODER = "sample coder"


class ChartRun(msgspec.Struct, frozen=True):
    """What became of one sample chart.

    Attributes:
        chart: The sample chart.
        coded: What the engine said before anybody decided.
        comparison: The suggestions against the gold.
        findings: What the edits say of the coder's final codes.
        grouping: The MS-DRG of the final codes, None where there is none.
        final: The finished encounter, or the findings that forbade it.
        claim: The 837, a refusal, or None where the encounter could not be finished.
    """

    chart: SampleChart
    coded: CodedEncounter
    comparison: ChartComparison
    findings: tuple[Finding, ...]
    grouping: Grouping | None
    final: FinalEncounter | None
    claim: Claim | Refusal | None


def run(
    chart: SampleChart, on: Releases, engine: InpatientEngine, number: int, version: str
) -> ChartRun:
    """Suggest, compare with the gold, then decide as the gold does, and write the claim.

    `number` is the control number of the claim, `version` the engine that the record names.
    """
    coded = code_encounter(chart.uncoded, on, engine)
    checked = finalise(chart.encounter, decisions(chart, coded), on, version)
    final = checked if isinstance(checked, FinalEncounter) else None
    claim = claim_for(final, None, ControlNumbers(number), DECIDED_AT) if final else None
    findings, grouping = check_and_group(chart.encounter, on, engine)
    return ChartRun(
        chart=chart,
        coded=coded,
        comparison=compare(chart, coded.suggestions),
        findings=findings,
        grouping=grouping,
        final=final,
        claim=claim,
    )


def decisions(chart: SampleChart, coded: CodedEncounter) -> tuple[Decision, ...]:
    """The gold codes as a coder's decisions: accepted where suggested, else added by hand."""
    suggested = {(one.system, one.code) for one in coded.suggestions}
    return tuple(
        Decision(
            system=gold.system,
            code=gold.code,
            verdict=_verdict(suggested, gold.system, gold.code),
            by=CODER,
            at=DECIDED_AT,
            evidence=gold.evidence,
        )
        for gold in chart.gold
    )


def _verdict(suggested: set[tuple[System, str]], system: System, code: str) -> Verdict:
    return Verdict.ACCEPTED if (system, code) in suggested else Verdict.ADDED
