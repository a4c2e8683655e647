"""Reads the folder of one sample chart: `chart.toml` and the documents beside it."""

import datetime as dt
import tomllib
from importlib.resources.abc import Traversable
from typing import Any

import msgspec

from codeward.demo.sample_chart import GoldCode, LeftOut, SampleChart, SampleChartError, Strict
from codeward.model import (
    Diagnosis,
    DiagnosisRole,
    Document,
    Encounter,
    EvidenceSpan,
    PresentOnAdmission,
    Procedure,
    ServiceLine,
    System,
)
from codeward.model.system import undotted

PARTY_FIELDS = (
    "billing_provider",
    "rendering_provider",
    "attending_provider",
    "service_facility",
)


class _Quote(Strict, frozen=True, kw_only=True):
    document: str
    quote: str


class _Answer(Strict, frozen=True, kw_only=True):
    """What every coded table of `chart.toml` says beside its code."""

    code: str
    reason: str
    guideline: str
    evidence: tuple[_Quote, ...]


class _DiagnosisAnswer(_Answer, frozen=True, kw_only=True):
    role: DiagnosisRole = DiagnosisRole.SECONDARY
    poa: PresentOnAdmission | None = None


class _ProcedureAnswer(_Answer, frozen=True, kw_only=True):
    date: dt.date


class _ServiceAnswer(_Answer, frozen=True, kw_only=True):
    system: System
    line: dict[str, Any]


class _ChartFile(Strict, frozen=True, kw_only=True):
    """`chart.toml` as it is written."""

    title: str
    invented: str
    shows: str
    tags: tuple[str, ...]
    encounter: dict[str, Any]
    documents: tuple[dict[str, Any], ...]
    diagnoses: tuple[_DiagnosisAnswer, ...]
    procedures: tuple[_ProcedureAnswer, ...] = ()
    services: tuple[_ServiceAnswer, ...] = ()
    uncoded_lines: tuple[dict[str, Any], ...] = ()
    left_out: tuple[LeftOut, ...] = ()


def read_chart(folder: Traversable, parties: dict[str, Any]) -> SampleChart:
    """One chart from its folder; `parties` are the tables of `parties.toml`.

    Raises:
        SampleChartError: the files contradict each other or their form; the text says where.
    """
    raw = tomllib.loads((folder / "chart.toml").read_text(encoding="utf-8"))
    try:
        written = msgspec.convert(raw, _ChartFile)
        documents = tuple(_document(folder, facts) for facts in written.documents)
        return SampleChart(
            name=folder.name,
            title=written.title,
            shows=written.shows.strip(),
            tags=written.tags,
            encounter=_encounter(written, documents, parties),
            gold=_gold(written, _Quotes(documents)),
            left_out=written.left_out,
        )
    except (ValueError, KeyError) as error:
        raise SampleChartError(f"sample chart {folder.name}: {error}") from error


def _document(folder: Traversable, facts: dict[str, Any]) -> Document:
    """A document with its text untouched: carriage returns and byte order marks stay."""
    name = facts["id"]
    text = (folder / f"{name}.txt").read_bytes().decode("utf-8")
    return msgspec.convert({**facts, "text": text}, Document)


def _encounter(
    written: _ChartFile, documents: tuple[Document, ...], parties: dict[str, Any]
) -> Encounter:
    facts = dict(written.encounter)
    for field in PARTY_FIELDS:
        if field in facts:
            facts[field] = parties["providers"][facts[field]]
    if "payer" in facts:
        plan = dict(facts["payer"])
        facts["payer"] = {**parties["payers"][plan.pop("plan")], **plan}
    lines = [{"system": one.system.value, "code": one.code, **one.line} for one in written.services]
    bare = msgspec.convert(facts, Encounter)
    return msgspec.structs.replace(
        bare,
        documents=documents,
        diagnoses=_diagnoses(written.diagnoses),
        procedures=tuple(Procedure(code=one.code, date=one.date) for one in written.procedures),
        service_lines=msgspec.convert([*written.uncoded_lines, *lines], tuple[ServiceLine, ...]),
    )


def _diagnoses(answers: tuple[_DiagnosisAnswer, ...]) -> tuple[Diagnosis, ...]:
    """Diagnoses in the order of the file; the sequence counts what stands on the claim."""
    coded = (DiagnosisRole.PRINCIPAL, DiagnosisRole.SECONDARY)
    found = []
    place = 0
    for one in answers:
        if one.role in coded:
            place += 1
        sequence = place if one.role in coded else None
        found.append(Diagnosis(code=one.code, sequence=sequence, role=one.role, poa=one.poa))
    return tuple(found)


def _gold(written: _ChartFile, find: "_Quotes") -> tuple[GoldCode, ...]:
    """Every gold code with its quotes located, in the order of the claim."""
    diagnoses = (
        _gold_code(System.ICD10CM, one, find, role=one.role, poa=one.poa)
        for one in written.diagnoses
    )
    procedures = (
        _gold_code(System.ICD10PCS, one, find, date=one.date) for one in written.procedures
    )
    services = (_gold_code(one.system, one, find) for one in written.services)
    return (*diagnoses, *procedures, *services)


def _gold_code(
    system: System,
    answer: _Answer,
    find: "_Quotes",
    role: DiagnosisRole | None = None,
    poa: PresentOnAdmission | None = None,
    date: dt.date | None = None,
) -> GoldCode:
    return GoldCode(
        system=system,
        code=undotted(answer.code),
        role=role,
        reason=answer.reason.strip(),
        guideline=answer.guideline,
        evidence=tuple(find(quote) for quote in answer.evidence),
        poa=poa,
        date=date,
    )


class _Quotes:
    """Finds quotes in the documents of one chart."""

    def __init__(self, documents: tuple[Document, ...]) -> None:
        self._texts = {document.id: document.text for document in documents}

    def __call__(self, quote: _Quote) -> EvidenceSpan:
        text = self._texts.get(quote.document, "")
        start = text.find(quote.quote)
        if start < 0:
            raise ValueError(f"a quote is not in {quote.document}.txt: {quote.quote!r}")
        return EvidenceSpan(quote.document, start, start + len(quote.quote), quote.quote)
