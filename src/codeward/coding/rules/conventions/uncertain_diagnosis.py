"""Uncertain diagnoses: coded for an inpatient stay, never for an outpatient encounter."""

from collections.abc import Iterator

from codeward.coding.assertion import Assertion
from codeward.coding.case import Case
from codeward.coding.rules.rule import Change, Drop, Replace, Rule
from codeward.model import Setting
from codeward.model.chart import SectionKind

CONFIRMED_ONLY = ("B20", "Z21", "U071", "J09", "J10", "J11", "A925", "A92")


def changes(case: Case) -> Iterator[Change]:
    """Drop diagnoses stated as probable, suspected or to be ruled out.

    What it does: outpatient and professional encounters lose every uncertain diagnosis; an
    inpatient stay keeps it as if it existed, unless another sentence rules it out or the discharge
    diagnoses, where the chart has them, no longer name it.
    Why: II.H and III.C for short-term acute inpatient stays, IV.H for everything else.
    What it does not do: HIV, COVID-19, Zika and influenza need confirmation even for inpatients
    (I.C.1.a.1, I.C.1.g.1.a, I.C.1.f, I.C.10.c).
    """
    final = {
        line.sentence.document
        for line in case.reading.lines
        if line.sentence.section is SectionKind.DISCHARGE
    }
    for candidate in case.candidates:
        if not candidate.uncertain:
            continue
        given_up = bool(final) and final.isdisjoint(span.document for span in candidate.evidence)
        denied = any(
            mention.assertion is Assertion.NEGATED and mention.meaning == candidate.mentioned
            for mention in case.reading.mentions
        )
        confirmed_only = candidate.code.startswith(CONFIRMED_ONLY)
        if case.setting is not Setting.INPATIENT or confirmed_only or denied or given_up:
            yield Drop(candidate.code)
        else:
            yield Replace(candidate.code, candidate.code)


RULE = Rule("uncertain-diagnosis", "II.H; IV.H", changes)
