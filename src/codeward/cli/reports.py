"""The documents that commands print with `--json`: their fields are a contract.

`docs/reference/schemas/` holds the JSON Schema of each, made from these classes; a test holds real
output against them.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import msgspec

from codeward.claims.trace import TracedElement
from codeward.model import (
    Document,
    Finding,
    Grouping,
    ReleaseId,
    Setting,
    Suggestion,
)
from codeward.model.claim_places import ClaimPlaces
from codeward.model.evaluation_and_management import EvaluationAndManagement
from codeward.model.query import QueryDraft
from codeward.pipeline import CodedEncounter


class CodeReport(msgspec.Struct, frozen=True):
    """What `codeward code --json` prints for one input."""

    documents: tuple[Document, ...]
    setting: Setting
    service_date: date
    releases: Mapping[str, ReleaseId]
    suggestions: tuple[Suggestion, ...]
    queries: tuple[QueryDraft, ...]
    findings: tuple[Finding, ...]
    grouping: Grouping | None
    evaluation_and_management: EvaluationAndManagement | None = None


class EditReport(msgspec.Struct, frozen=True):
    """What `codeward edit --json` prints."""

    findings: tuple[Finding, ...]


class ClaimReport(msgspec.Struct, frozen=True, omit_defaults=True):
    """What `codeward claim --json` prints when the claim was written."""

    file: str
    transaction: str
    claim_id: str
    total: Decimal
    trace: tuple[TracedElement, ...] = ()
    ledger: ClaimPlaces | None = None


def code_report(coded: CodedEncounter, day: date) -> CodeReport:
    """The report of one coded encounter; `day` chose its releases."""
    return CodeReport(
        documents=coded.encounter.documents,
        setting=coded.encounter.setting,
        service_date=day,
        releases=coded.releases,
        suggestions=coded.suggestions,
        queries=coded.queries,
        findings=coded.findings,
        grouping=coded.grouping,
        evaluation_and_management=coded.evaluation_and_management,
    )
