"""Runs every edit of the catalogue over one encounter and puts the findings in order."""

from codeward.codesets import Releases
from codeward.edits.catalog import EDITS
from codeward.edits.code_sets import diagnosis_code_set, procedure_code_set
from codeward.edits.edit import Evidence
from codeward.edits.mce.agreement import MedicareCodeEditor, disagreements
from codeward.model import Encounter, Finding, Severity

_WEIGHT = {Severity.REJECT: 0, Severity.WARN: 1, Severity.INFORM: 2}


def check(
    encounter: Encounter,
    on: Releases,
    evidence: Evidence | None = None,
    editor: MedicareCodeEditor | None = None,
) -> tuple[Finding, ...]:
    """Everything that would block or weaken the claim, heaviest first.

    Args:
        encounter: What was coded. Its own dates pick the code sets.
        on: The installed releases; the day they stand at does not matter here.
        evidence: Spans by undotted code, so that a finding can show where its code came from.
        editor: The Medicare Code Editor itself; given, its counts are held against our findings.

    Returns:
        Findings by severity, then number of the edit, service line, code and message: the same
        encounter under the same releases gives the same sequence.
    """
    found = [finding for edit in EDITS for finding in edit.findings(encounter, on, evidence)]
    if editor is not None and _is_covered(encounter, on):
        found.extend(disagreements(encounter, found, editor))
    return tuple(sorted(found, key=_order))


def _is_covered(encounter: Encounter, on: Releases) -> bool:
    """The editor answers for days after its data end as if all were well; it is not asked then."""
    code_sets = (diagnosis_code_set(encounter, on), procedure_code_set(encounter, on))
    return all(code_set is not None for code_set in code_sets)


def _order(finding: Finding) -> tuple[int, str, int, str, str]:
    return (
        _WEIGHT[finding.severity],
        finding.edit,
        finding.line or 0,
        finding.code or "",
        finding.message,
    )
