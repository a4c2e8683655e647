"""Statuses from lists: allergies to drugs, a vaccine given or refused, the stroke scale."""

from collections.abc import Iterator

from codeward.coding import phrase_table
from codeward.coding.assertion import Assertion
from codeward.coding.case import Case
from codeward.coding.mentions import Mention
from codeward.coding.rules.rule import Before, Change, Rule
from codeward.coding.rules.support import add_at, number_after
from codeward.model.chart import SectionKind

_HIGHEST_SCORE = 42


def allergy_changes(case: Case) -> Iterator[Change]:
    """Code the allergies that the list of allergies names.

    Why: I.C.21.c.3: an allergy status bears on care.
    What it does not do: a reaction that is treated now is coded as such, not as a status.
    """
    for line in case.reading.lines:
        if line.sentence.section is not SectionKind.ALLERGIES:
            continue
        for found in phrase_table.read("allergens.toml").all_in(line.words):
            mention = case.mention_at(line.number, found.first, found.last)
            if mention.assertion is not Assertion.NEGATED and not case.has(found.meaning):
                yield add_at(case, mention, found.meaning)


def vaccine_changes(case: Case) -> Iterator[Change]:
    """Code a vaccination that was given, or refused, at the encounter.

    Why: I.C.21.c.2; Z28 where it was not carried out.
    What it does not do: vaccines of the past are no encounter for immunization.
    """
    for mention in case.reading.concepts:
        if mention.meaning != "vaccine":
            continue
        given = case.said("given", line=mention.sentence)
        refused = case.mentioned("vaccine_refused", line=mention.sentence)
        if refused is not None and mention.assertion is not Assertion.HISTORICAL:
            yield add_at(case, mention, "Z2821")
        elif (given is not None and given.assertion is Assertion.PRESENT) or _is_reason(
            case, mention
        ):
            yield add_at(case, mention, "Z23")


def _is_reason(case: Case, vaccine: Mention) -> bool:
    """Whether the words right before say that the vaccination is the reason of the encounter."""
    reason = case.mentioned("encounter_for", line=vaccine.sentence)
    return reason is not None and 0 <= vaccine.first - reason.last <= _NEAR


_NEAR = 3


def scale_changes(case: Case) -> Iterator[Change]:
    """Add the first stroke scale score beside a stroke.

    Why: I.B.14 and I.C.18.i: the score may come from any clinician; the first one is enough.
    What it does not do: without a stroke the score is not coded.
    """
    stroke = case.starting("I63")
    for mention in case.reading.concepts:
        if mention.meaning != "nihss" or not stroke:
            continue
        score = number_after(case, mention, within=6)
        if score is not None and score <= _HIGHEST_SCORE:
            code = f"R297{int(score):02d}"
            yield add_at(case, mention, code)
            yield Before(stroke[0].code, code)
            return


ALLERGY = Rule("allergy-status", "I.C.21.c.3", allergy_changes)
VACCINE = Rule("vaccination", "I.C.21.c.2", vaccine_changes)
SCALE = Rule("stroke-scale", "I.B.14", scale_changes)
