"""Present on admission: what the chart says of when a condition began, with the reason.

Source: ICD-10-CM Official Guidelines, Appendix I (Present on Admission Reporting Guidelines).
"""

import re
from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

from codeward.codesets import Releases
from codeward.coding.case import Candidate, Case
from codeward.coding.topics.asking import CLOSING
from codeward.model import Document, Encounter, EvidenceSpan, PresentOnAdmission, Setting
from codeward.model.chart import SectionKind
from codeward.model.query import QueryDraft, QueryFormat, QueryPurpose

_ABSENT = re.compile(
    r"\b(?:not present on (?:admission|arrival)|hospital[- ]acquired|nosocomial|"
    r"(?:on|by) hospital day|hospital day \w+|(?:on )?post-?op(?:erative)? day|"
    r"during (?:the |this |her |his )?(?:hospitali[sz]ation|hospital stay|stay|hospital course)|"
    r"after (?:the )?(?:surgery|operation|procedure|admission)|intra-?operative\w*|"
    r"while (?:in hospital|hospitali[sz]ed|inpatient)|new[- ]onset (?:during|after))",
    re.IGNORECASE,
)
_BEGAN = re.compile(r"\bdevelop(?:ed|ing)\b", re.IGNORECASE)
_PRESENT = re.compile(
    r"\b(?:present on (?:admission|arrival)|POA|on (?:admission|arrival|presentation)|"
    r"present(?:ed|ing|s) (?:to \w+ )?with|admitted (?:with|for)|(?:came|brought) in (?:with|for)|"
    r"prior to (?:admission|arrival)|before (?:admission|arrival)|at baseline|known|chronic|"
    r"longstanding|history of)\b",
    re.IGNORECASE,
)
_UNDETERMINED = re.compile(
    r"\b(?:clinically undetermined|(?:unable|not possible|cannot) (?:to )?(?:be )?(?:clinically )?"
    r"determined? (?:whether|if) .{0,60}(?:admission|arrival))",
    re.IGNORECASE,
)
# Pieces of which every wording above holds one: most sentences hold none.
_PIECES = (
    "admi", "after", "arrival", "baseline", "brought", "came", "chronic", "determine", "develop",
    "during", "history of", "hospital", "intra", "known", "longstanding", "new", "nosocomial",
    "poa", "post", "present", "while",
)  # fmt: skip
_EARLY_SECTIONS = frozenset(
    {SectionKind.COMPLAINT, SectionKind.HISTORY, SectionKind.PAST, SectionKind.ADMITTING}
)
_EARLY_DOCUMENTS = re.compile(
    r"h\s*&\s*p|history and physical|emergency|\bed\b|admission|triage|nursing assessment",
    re.IGNORECASE,
)
# Conditions that begin long before they are written down (Appendix I: chronic, congenital, cancer).
_LONGSTANDING = (
    "B20", "C", "D0", "D1", "D2", "D3", "D4", "E0", "E10", "E11", "E13", "E66", "E78", "F01", "F02",
    "F03", "F2", "F3", "F4", "F84", "G20", "G30", "G35", "G40", "G473", "G8", "H", "I10", "I11",
    "I12", "I13", "I25", "I27", "I42", "I48", "I50", "I69", "I70", "I73", "J43", "J44", "J45",
    "J47", "J84", "K21", "K57", "K70", "K74", "L40", "M", "N18", "N40", "Q",
)  # fmt: skip
_EARLY_DAYS = timedelta(days=1)
_LEGAL = "Appendix I"


class Timing(NamedTuple):
    """What is known of when a condition began.

    Attributes:
        indicator: `Y`, `N`, `U` or `W`; None where exempt or where nothing can be said.
        reason: Why, with the part of the guideline.
        open: Whether the provider should be asked.
    """

    indicator: PresentOnAdmission | None
    reason: str
    open: bool = False


def timing(
    candidate: Candidate, case: Case, encounter: Encounter, on: Releases, *, principal: bool
) -> Timing:
    """Whether a diagnosis of a stay was present on admission; nothing for other settings."""
    if encounter.setting is not Setting.INPATIENT:
        return Timing(None, "")
    listed = on.reference.poa_exempt
    if listed is not None and listed.is_exempt(candidate.code):
        return Timing(None, "exempt by the list of the fiscal year")
    if listed is None and candidate.code.startswith("Z"):
        return Timing(None, "most Z codes are exempt; the list of the fiscal year is not imported")
    return _said(candidate, case) or _by_place(candidate, encounter, principal=principal)


def _said(candidate: Candidate, case: Case) -> Timing | None:
    """What the sentence of the evidence says of the time."""
    longstanding = candidate.code.startswith(_LONGSTANDING)
    for span in candidate.evidence:
        sentence = _sentence(span, case)
        if not _may_tell(sentence):
            continue
        if _UNDETERMINED.search(sentence):
            return Timing("W", f"the provider cannot tell ({_LEGAL}, W)")
        absent, present = _ABSENT.search(sentence), _PRESENT.search(sentence)
        if absent and not longstanding:
            return Timing("N", f'"{absent[0]}" ({_LEGAL}, N)')
        if present:
            return Timing("Y", f'"{present[0]}" ({_LEGAL}, Y)')
        began = _BEGAN.search(sentence)
        if began and not longstanding and candidate.section is SectionKind.COURSE:
            return Timing("N", f'"{began[0]}" in the course of the stay ({_LEGAL}, N)')
    return None


def _may_tell(sentence: str) -> bool:
    lowered = sentence.lower()
    return any(piece in lowered for piece in _PIECES)


def _by_place(candidate: Candidate, encounter: Encounter, *, principal: bool) -> Timing:
    """What section, document, date and kind of condition say of the time."""
    if principal:
        return Timing("Y", f"the condition that led to the admission ({_LEGAL}, Y)")
    if candidate.code.startswith(_LONGSTANDING):
        return Timing("Y", f"a chronic condition ({_LEGAL}, Y)")
    documents = {one.id: one for one in encounter.documents}
    spans = candidate.evidence
    early = any(_early(documents.get(span.document), encounter) for span in spans)
    if early or candidate.section in _EARLY_SECTIONS:
        return Timing("Y", f"documented at admission ({_LEGAL}, Y)")
    if _late(spans, documents, encounter):
        reason = f"first documented after the second day, begin not stated ({_LEGAL}, U)"
        return Timing("U", reason, open=True)
    return Timing(None, "the chart does not say when it began")


def _early(document: Document | None, encounter: Encounter) -> bool:
    if document is None:
        return False
    if document.type and _EARLY_DOCUMENTS.search(document.type):
        return True
    begin = encounter.admit_date
    return bool(begin and document.date and document.date <= begin + _EARLY_DAYS)


def _late(
    spans: Sequence[EvidenceSpan], documents: dict[str, Document], encounter: Encounter
) -> bool:
    """Whether every document with evidence is dated, none from the first two days.

    A discharge summary tells the whole stay: its date alone says nothing of the begin.
    """
    begin = encounter.admit_date
    days = {documents[one.document].date for one in spans if one.document in documents}
    if begin is None or not days or None in days or days == {encounter.discharge_date}:
        return False
    return all(day is not None and day > begin + _EARLY_DAYS for day in days)


def _sentence(span: EvidenceSpan, case: Case) -> str:
    line = case.reading.line_at(span.document, span.start)
    if line is None:
        return ""
    return case.texts[span.document][line.sentence.start : line.sentence.end]


def timing_query(candidate: Candidate) -> QueryDraft:
    """Asks whether a documented condition was present; yes/no is allowed for this."""
    return QueryDraft(
        topic="present on admission",
        title="Time of onset of a documented condition",
        question="Was the condition quoted below present at the time of the admission?",
        options=("Yes", "No", CLOSING[1]),
        indicators=tuple(dict.fromkeys(candidate.evidence)),
        codes=(candidate.code,),
        format=QueryFormat.YES_NO,
        purpose=QueryPurpose.PRESENT_ON_ADMISSION,
        documented=tuple(span.text for span in candidate.evidence),
    )
