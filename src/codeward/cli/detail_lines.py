"""What the imported lists say of a code, as headings and texts of `codeward show`."""

from collections.abc import Iterator, Sequence

from codeward.codesets.description import CodeDescription
from codeward.codesets.details import AddOn, Details
from codeward.codesets.reference_records import HccMapping
from codeward.model import System

_LONGEST_LIST = 12
_COVERAGE = {
    "C": "the contractor decides",
    "D": "special instructions apply",
    "I": "not payable by Medicare",
    "M": "not covered by Medicare",
    "S": "not covered by statute",
}
_EXEMPT = {
    True: "exempt from reporting present on admission",
    False: "present on admission is reported",
    None: "unknown whether present on admission is reported",
}
_BY_DAY = frozenset("23")


def detail_lines(shown: CodeDescription) -> Iterator[tuple[str, str]]:
    """Heading and text of each line; the heading is empty where a list goes on."""
    found = shown.details
    if found.short_title:
        yield "Short title", found.short_title
    if shown.billable and shown.system is System.ICD10CM:
        yield "POA", _EXEMPT[found.poa_exempt]
        yield from _headed("HCC", [_category(one) for one in _newest(found.hcc or ())])
    yield from _service_lines(found)
    documents = [
        f"{one.kind.upper()} {one.number} v{one.version} {one.title}".rstrip()
        + {True: " (supports necessity)", False: " (does not support it)", None: ""}[one.covered]
        for one in found.coverage_documents
    ]
    yield from _headed("Coverage", documents)
    yield from _headed("Not installed", found.not_installed)


def _service_lines(found: Details) -> Iterator[tuple[str, str]]:
    if found.service:
        one = found.service
        meaning = _COVERAGE.get(one.coverage, "none stated")
        yield "Coverage code", f"{one.coverage} {meaning}".strip()
        since = f" on {one.effective}" if one.effective else ""
        yield "Last action", f"{one.action or 'none stated'}{since}"
    uses = [f"{', '.join(one.modifiers)}: {one.reason} ({one.source})" for one in found.modifiers]
    yield from _headed("Modifiers", uses)
    limits = [
        f"{one.units} a {'day' if one.adjudication in _BY_DAY else 'line'} ({one.table})"
        for one in found.unit_limits
    ]
    yield from _headed("Most units", limits)
    yield from _headed("Added to", [_add_on(one) for one in found.primaries])
    yield from _headed("Add-on codes", [_add_on(one) for one in found.add_ons])
    pairs = [f"{count} codes not paid beside it ({table})" for table, count in found.pairs.items()]
    yield from _headed("NCCI pairs", pairs)


def _add_on(one: AddOn) -> str:
    return f"{one.code or 'primary codes by the contractor'} (type {one.type})"


def _newest(found: Sequence[HccMapping]) -> list[HccMapping]:
    """Each model and category in its newest payment year; the others are in the JSON."""
    years: dict[str, int] = {}
    for one in found:
        years[one.model] = max(one.year, years.get(one.model, 0))
    return [one for one in found if years[one.model] == one.year]


def _category(one: HccMapping) -> str:
    return f"{one.model}, payment year {one.year}: {one.category} {one.label}".rstrip()


def _headed(heading: str, texts: Sequence[str]) -> Iterator[tuple[str, str]]:
    for number, text in enumerate(texts[:_LONGEST_LIST]):
        yield "" if number else heading, text
    if len(texts) > _LONGEST_LIST:
        yield "", f"... and {len(texts) - _LONGEST_LIST} more (--json lists all)"
