"""Drugs: poisoning, adverse effect and underdosing, with the order each of them demands."""

from collections.abc import Iterator

from codeward.coding import phrase_table
from codeward.coding.assertion import Assertion
from codeward.coding.case import Candidate, Case
from codeward.coding.mentions import Mention
from codeward.coding.rules.rule import Add, Before, Change, Drop, Lead, Rule
from codeward.coding.rules.support import add_at
from codeward.model import EvidenceSpan
from codeward.model.chart import SectionKind

_INTENTS = (("undetermined", "4"), ("assault", "3"), ("self_harm", "2"), ("accidental", "1"))
_ORDERS = frozenset(
    (SectionKind.PLAN, SectionKind.INSTRUCTIONS, SectionKind.PROCEDURES, SectionKind.MEDICATIONS)
)
_ACCIDENT, _ADVERSE, _UNDERDOSE = "1", "5", "6"
_CATEGORY = 3
_PUMP = "T85614"
_NO_MANIFESTATION = ("Z", "T", "E09", "V", "W", "X", "Y")


def drugs_of(case: Case, line: int) -> tuple[Mention, ...]:
    """The drugs that a line names, each with the base of its poisoning code."""
    words = case.line(line).words
    document = case.line(line).sentence.document
    found = []
    for hit in phrase_table.read("drugs.toml").all_in(words):
        start, end = words[hit.first].start, words[hit.last - 1].end
        found.append(
            Mention(
                meaning=hit.meaning,
                span=EvidenceSpan(document, start, end, case.quote(document, start, end)),
                sentence=line,
                first=hit.first,
                last=hit.last,
                assertion=Assertion.PRESENT,
                trigger=None,
                section=case.line(line).sentence.section,
                source="drug",
            )
        )
    return tuple(found)


def poisoning_changes(case: Case) -> Iterator[Change]:
    """Code an overdose or a wrong drug as poisoning, first, by intent.

    What it does: the drug of the same line with the intent stated; accident where none is.
    Why: I.C.19.e.5.b.
    What it does not do: a drug taken as prescribed never poisons.
    """
    for mention in case.all_said("overdose", "toxic_contact"):
        if (
            case.mentioned("as_prescribed", line=mention.sentence) is not None
            or mention.assertion is Assertion.HISTORICAL
        ):
            continue
        named = drugs_of(case, mention.sentence)
        for drug in named:
            if _is_said_better(case, drug, named):
                continue
            code = drug.meaning + _intent(case, mention.sentence)
            yield add_at(case, mention, code, drug)
            yield Lead(code)
            yield Drop("T1491")
            for other in case.starting("F11", "F14", "F19", "Z79"):
                if other.line == mention.sentence:
                    yield Drop(other.code)


def _is_said_better(case: Case, drug: Mention, named: tuple[Mention, ...]) -> bool:
    """Whether another drug of the line is the same substance from a stated source."""
    unspecified = "unspecified" in case.book.title(drug.meaning + _ACCIDENT).lower()
    return unspecified and any(
        one.meaning != drug.meaning and one.meaning[:_CATEGORY] == drug.meaning[:_CATEGORY]
        for one in named
    )


def _intent(case: Case, line: int) -> str:
    for concept, character in _INTENTS:
        if case.said(concept, line=line) is not None:
            return character
    return next(
        (character for concept, character in _INTENTS if case.said(concept) is not None), _ACCIDENT
    )


def adverse_changes(case: Case) -> Iterator[Change]:
    """Code the nature of an adverse effect first, then the drug.

    What it does: a condition said to be due to, or induced by, a drug that was taken as prescribed.
    Why: I.C.19.e.5.a; drug-induced diabetes also I.C.4.a.6.
    What it does not do: it needs the stated link; a drug on the list of medications is no cause.
    """
    for effect in case.candidates:
        if effect.code.startswith(_NO_MANIFESTATION) and not effect.code.startswith("E09"):
            continue
        line = effect.line
        prescribed = case.mentioned("as_prescribed", line=line) is not None
        if case.mentioned("underdosing", line=line) is not None:
            continue
        if case.mentioned("overdose", line=line) is not None and not prescribed:
            continue
        drug = _cause(case, effect)
        if drug is not None and not case.has(drug.meaning):
            code = drug.meaning + _ADVERSE
            added = add_at(case, drug, code)
            yield Add(code, added.evidence, line, max(added.place, effect.place + 0.1))
            yield Before(effect.code, code)
            for status in case.starting("Z7952", "Z79891"):
                if status.line == line:
                    yield Drop(status.code)


def _cause(case: Case, effect: Candidate) -> Mention | None:
    drugs = drugs_of(case, effect.line)
    if not drugs:
        return None
    words = [word.word for word in case.line(effect.line).words]
    prescribed = case.mentioned("as_prescribed", line=effect.line) is not None
    for drug in drugs:
        before = words[max(drug.first - 3, 0) : drug.first]
        after = words[drug.last : drug.last + 1]
        linked = before[-2:] in (
            ["due", "to"],
            ["secondary", "to"],
            ["caused", "by"],
            ["reaction", "to"],
            ["related", "to"],
        ) or before[-1:] == ["from"]
        if after == ["induced"] or linked or (prescribed and drug is drugs[0]):
            return drug
    return None


def underdosing_changes(case: Case) -> Iterator[Change]:
    """Code the condition first, then underdosing of the drug, then the reason.

    Why: I.C.19.e.5.c.
    What it does not do: underdosing is never first, and without a drug named nothing is added.
    """
    for mention in case.all_said("underdosing", "stopped"):
        if mention.section in _ORDERS:
            continue
        if mention.meaning == "stopped" and not case.mentioned(
            "financial", "forgetful", line=mention.sentence
        ):
            continue
        drugs = drugs_of(case, mention.sentence) or _next_line_drugs(case, mention)
        if not drugs or case.mentioned("as_prescribed", line=mention.sentence) is not None:
            continue
        code = drugs[0].meaning + _UNDERDOSE
        yield add_at(case, mention, code, drugs[0])
        yield Drop("Z91148")
        if case.has(_PUMP):
            # A pump that fails is the reason; the breakdown comes first (I.C.4.a.5.a).
            yield Lead(_PUMP)
            yield Before(_PUMP, code)
            yield Drop("Z9641")
            yield from (Before(code, one.code) for one in case.starting("E1"))
            return
        reason = _reason(case, mention.sentence)
        yield add_at(case, mention, reason)
        for disease in case.candidates:
            if not disease.code.startswith(("Z", "T")):
                yield Before(disease.code, code)
        yield Before(code, reason)
        for status in ("Z794", "Z7901", "Z7984", "Z7952", "Z7902"):
            if any(one.line == mention.sentence for one in case.starting(status)):
                yield Before(reason, status)
        return


def _next_line_drugs(case: Case, mention: Mention) -> tuple[Mention, ...]:
    following = mention.sentence + 1
    return drugs_of(case, following) if following < len(case.reading.lines) else ()


def _reason(case: Case, line: int) -> str:
    if case.mentioned("financial", line=line) is not None:
        return "Z91120"
    if case.mentioned("forgetful", line=line) is not None:
        words = {word.word for word in case.line(line).words}
        return "Z91130" if words & {"age", "dementia", "debility"} else "Z91138"
    words = {word.word for word in case.line(line).words}
    if words & {"ran", "run", "unintentionally", "unintentional", "accidentally"}:
        return "Z91138"
    return "Z91128"


POISONING = Rule("poisoning", "I.C.19.e.5.b", poisoning_changes)
ADVERSE = Rule("adverse-effect", "I.C.19.e.5.a", adverse_changes)
UNDERDOSING = Rule("underdosing", "I.C.19.e.5.c", underdosing_changes)
