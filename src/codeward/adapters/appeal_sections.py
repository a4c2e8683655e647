"""What an appeal packet says on paper, section by section, before anything is drawn."""

from collections.abc import Iterator
from itertools import zip_longest

import msgspec

from codeward.model import CodeEffect, EvidenceSpan, Grouping, System, display_code
from codeward.model.evaluation_and_management import EvaluationAndManagement
from codeward.remittance import AppealedCode, AppealPacket, Denial


class Section(msgspec.Struct, frozen=True):
    """A heading, notes below it, and a table; `widths` are shares of the page."""

    heading: str
    columns: tuple[str, ...]
    widths: tuple[float, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()


_GROUPS = {
    "CO": "contractual obligation",
    "PR": "patient responsibility",
    "OA": "other adjustment",
    "PI": "payer-initiated reduction",
    "CR": "correction",
}


def sections(packet: AppealPacket) -> Iterator[Section]:
    """The sections in the order in which a reviewer at the plan asks for them."""
    yield _summary(packet)
    yield _denials(packet)
    yield _deadlines(packet)
    yield _lines(packet)
    yield _codes(packet)
    yield _evidence(packet)
    if packet.visit is not None:
        yield _visit(packet.visit)
    if packet.grouping is not None:
        yield _grouping(packet.grouping)
    yield _queries(packet)
    yield _decisions(packet)
    signed = ((packet.prepared_by, str(packet.prepared_on), "_" * 34),)
    yield Section("Signature", ("Prepared by", "On", "Signature"), (3, 1.5, 3), signed)


def _summary(packet: AppealPacket) -> Section:
    claim = packet.claim
    days = [str(day) for day in dict.fromkeys((claim.first_day, claim.last_day)) if day]
    rows = (
        ("Plan", claim.payer),
        ("Plan's claim number", claim.payer_claim_number),
        ("Patient", claim.patient),
        ("Birth date", str(claim.birth_date or "")),
        ("Member number", claim.member_id),
        ("Provider", f"{claim.provider}{f' (NPI {claim.provider_npi})' if claim.provider else ''}"),
        ("Dates of service", " to ".join(days)),
        ("Type of bill", claim.type_of_bill),
        ("Charged", f"{claim.charge:.2f}"),
        ("Paid", f"{claim.paid:.2f} (claim status {claim.status})"),
        ("In dispute", f"{packet.disputed:.2f}"),
        ("Prepared", f"{packet.prepared_on} by {packet.prepared_by}"),
    )
    shown = tuple(row for row in rows if row[1])
    return Section("The claim", ("", ""), (1, 3), shown)


def _denials(packet: AppealPacket) -> Section:
    rows = tuple(
        (
            _place(denial),
            f"{denial.charge:.2f}",
            "\n".join(
                f"{one.amount:.2f} {one.adjustment_group}-{one.reason} "
                f"({_GROUPS.get(one.adjustment_group, 'group')})"
                for one in denial.causes
            ),
            "\n".join(one.group.value for one in denial.causes),
            ", ".join(dict.fromkeys(mark for one in denial.causes for mark in one.remarks)),
            "\n".join(f"{one.edit} {one.message}" for one in denial.edits),
        )
        for denial in packet.denials
    )
    columns = ("Place", "Charge", "Amount, group, CARC", "Kind", "RARC", "Our edits on it")
    return Section("What was refused", columns, (1.2, 0.8, 2.1, 1.3, 0.8, 1.8), rows)


def _place(denial: Denial) -> str:
    return f"line {denial.line} {denial.code or ''}".strip() if denial.line else "whole claim"


def _deadlines(packet: AppealPacket) -> Section:
    late = "" if packet.days_left >= 0 else "The first deadline has passed: give the good cause."
    rows = tuple(
        (_place(one), str(one.appeal_by), str(one.refile_by or "no service day given"))
        for one in packet.denials
    )
    return Section(
        "Deadlines", ("Place", "Appeal by", "Corrected claim by"), (2, 1, 1), rows,
        (f"{packet.days_left} days left on {packet.prepared_on}. {late}".strip(),),
    )  # fmt: skip


def _lines(packet: AppealPacket) -> Section:
    rows = tuple(
        (
            str(line.number),
            str(line.day or ""),
            " ".join(filter(None, (line.revenue_code, line.code, *line.modifiers))),
            f"{line.units}",
            f"{line.charge:.2f}",
            " ".join(display_code(System.ICD10CM, code) for code in line.diagnoses),
        )
        for line in packet.claim.lines
    )
    columns = ("Line", "Day", "Code", "Units", "Charge", "For the diagnoses")
    return Section("Services as billed", columns, (0.6, 1.2, 1.8, 0.7, 1, 2.7), rows)


def _codes(packet: AppealPacket) -> Section:
    rows = tuple(
        (
            display_code(one.system, one.code),
            one.title,
            one.role + (f", POA {one.poa}" if one.poa else ""),
            "refused" if one.denied else "",
            one.guideline or "",
        )
        for one in packet.codes
    )
    columns = ("Code", "Title", "Role", "Payer", "Guideline")
    notes = (
        ("Guidelines: ICD-10-CM Official Guidelines for Coding and Reporting.",)
        if packet.guidelines
        else ()
    )
    return Section("Codes", columns, (1, 3, 1.5, 0.8, 1.7), rows, notes)


def _evidence(packet: AppealPacket) -> Section:
    rows = tuple(row for one in packet.codes for row in _evidence_of(one))
    note = "Quotes are verbatim; numbers count characters of the document from 0."
    columns = ("Code", "What the documentation says", "From the text to the code")
    return Section("Evidence", columns, (0.9, 3.6, 2.5), rows, (note,))


def _evidence_of(one: AppealedCode) -> Iterator[tuple[str, str, str]]:
    """A row a quote, so that no row is taller than a page."""
    quotes = [_quote(span) for span in one.evidence] or [_no_quote(one)]
    steps = [f"{step.step}: {step.detail}" for step in one.path]
    shown = display_code(one.system, one.code)
    for number, (quote, step) in enumerate(zip_longest(quotes, steps, fillvalue="")):
        yield ("" if number else shown, quote, step)


def _quote(span: EvidenceSpan) -> str:
    return f'"{span.text}" ({span.document}, {span.start}-{span.end})'


def _no_quote(one: AppealedCode) -> str:
    reason = one.decision.rationale if one.decision else None
    return f"Rationale: {reason.text}" if reason else "No quote and no rationale on record."


def _visit(visit: EvaluationAndManagement) -> Section:
    rows = tuple(
        (element.name, element.level.name.lower(), "\n".join(one.text for one in element.reasons))
        for element in visit.elements
    )
    basis = f" by {visit.basis}" if visit.basis else ""
    note = f"{visit.family}: supports {visit.supported or 'no level'}{basis}; billed {visit.billed}"
    columns = ("Element", "Level", "What counts")
    return Section("Level of the visit", columns, (1.3, 1, 4.7), rows, (note,))


def _grouping(drg: Grouping) -> Section:
    weight = f", weight {drg.weight}" if drg.weight else ""
    category = f"MDC {drg.mdc} {drg.mdc_title}"
    note = (
        f"MS-DRG {drg.drg} {drg.title}; {category}; grouper {drg.version}{weight}; "
        f"{drg.return_code}"
    )
    rows = tuple(_effect(one) for one in drg.effects)
    return Section("Grouping", ("Code", "Severity", "What it did"), (1, 1, 5), rows, (note,))


def _effect(one: CodeEffect) -> tuple[str, str, str]:
    system = System.ICD10PCS if one.severity is None else System.ICD10CM
    mark = "moves the DRG: " if one.counted else ""
    return (display_code(system, one.code), one.severity or "procedure", f"{mark}{one.note}")


def _queries(packet: AppealPacket) -> Section:
    rows = tuple(
        (
            f"{one.sent:%Y-%m-%d} by {one.by}",
            "\n".join((one.query.question, *(_quote(span) for span in one.query.indicators))),
            f"{one.answer}\n{one.provider}, {one.answered:%Y-%m-%d}" if one.answered else "open",
        )
        for one in packet.queries
    )
    notes = () if rows else ("No query to a provider is on record.",)
    columns = ("Sent", "Question and indicators", "Answer")
    return Section("Queries to providers", columns, (1.3, 3.7, 2), rows, notes)


def _decisions(packet: AppealPacket) -> Section:
    rows = tuple(
        (one.by, str(one.codes), f"{one.first:%Y-%m-%d %H:%M}", f"{one.last:%Y-%m-%d %H:%M}")
        for one in packet.signatures
    )
    same = (
        "Evidence and grouping above were made under these same releases."
        if packet.replayed
        else "Evidence and grouping above were made under the releases installed now."
    )
    notes = (
        f"Decided under {packet.engine}.",
        "Releases: " + ", ".join(one.id for _, one in sorted(packet.releases.items())),
        same,
        f"SHA-256 of the decision record: {packet.record_sha256}",
    )
    columns = ("Decided and signed by", "Codes", "First", "Last")
    return Section("Decisions and signatures", columns, (3, 1, 1.5, 1.5), rows, notes)
