"""HIV and COVID-19: disease or status, what comes first, what remains afterwards."""

from collections.abc import Iterator

from codeward.coding.case import Case
from codeward.coding.mentions import Mention
from codeward.coding.rules.rule import Before, Change, Drop, Lead, Replace, Rule
from codeward.coding.rules.support import add_at, add_beside

# Conditions that make an HIV infection HIV disease.
_RELATED_TO_HIV = (
    "B59",
    "C46",
    "B25",
    "B45",
    "B58",
    "A31",
    "A812",
    "B371",
    "B3781",
    "B39",
    "G934",
    "R64",
    "A072",
)
_RESIDUALS = ("R", "J84", "G", "F", "I", "J")


def hiv_changes(case: Case) -> Iterator[Change]:
    """Tell HIV disease from HIV status, and put the disease first.

    What it does: status gives way to disease; an HIV-related condition makes it disease.
    Why: I.C.1.a.2.a, I.C.1.a.2.d and I.C.1.a.2.f.
    What it does not do: an unrelated condition that is the reason for admission stays first.
    """
    related = case.starting(*_RELATED_TO_HIV)
    if case.has("B20"):
        yield Drop("Z21")
    elif case.has("Z21") and related:
        yield Replace("Z21", "B20")
    for condition in related:
        yield Before("B20", condition.code)


def covid_changes(case: Case) -> Iterator[Change]:
    """Put confirmed COVID-19 before its manifestations and name its pneumonia.

    Why: I.C.1.g.1.c.
    What it does not do: in pregnancy chapter 15 comes first; sepsis due to COVID-19 keeps I.C.1.d.
    """
    if case.has("J1282") and not case.has("U071"):
        pneumonia = case.starting("J1282")[0]
        yield add_beside(pneumonia, "U071", after=False)
        yield Before("U071", "J1282")
    for covid in case.starting("U071"):
        for pneumonia in case.starting("J189", "J129", "J1289", "J128"):
            yield Replace(pneumonia.code, "J1282", covid.evidence)
        yield Before("U071", "J1282")
        for bronchitis in case.starting("J209"):
            yield Replace(bronchitis.code, "J208", covid.evidence)
        for manifestation in case.starting("J", "R", "B", "K52"):
            if not case.has("A40", "A41", "O"):
                yield Before("U071", manifestation.code)
        for caused in case.starting("G", "I", "N", "M", "K", "F"):
            words = {word.word for word in case.line(caused.line).words}
            if caused.line == covid.line and "due" in words and not case.has("A40", "A41", "O"):
                yield Before("U071", caused.code)


def post_covid_changes(case: Case) -> Iterator[Change]:
    """Code what COVID-19 left behind first, then the post-COVID condition.

    Why: I.C.1.g.1.m.
    What it does not do: a new active infection is coded beside it only if it is stated as such.
    """
    mention = case.said("post_covid")
    if mention is None:
        return
    yield add_at(case, mention, "U099")
    yield Drop("U071")
    yield Drop("Z8616")
    for residual in case.starting(*_RESIDUALS):
        yield Before(residual.code, "U099")


def exposure_changes(case: Case) -> Iterator[Change]:
    """Code contact with an infection that is not found.

    Why: I.C.21.c.1 and I.C.1.g.1.e.
    What it does not do: where the infection itself is coded, the contact is not.
    """
    for concept, code, disease in _EXPOSURES:
        mention = case.said(concept) or _found_negative(case, concept)
        if mention is not None and not case.has(disease):
            yield add_at(case, mention, code)


def _found_negative(case: Case, concept: str) -> Mention | None:
    """The contact of somebody whose test was negative: that denies the infection alone."""
    mention = case.mentioned(concept)
    if mention is None or mention.trigger is None:
        return None
    return mention if mention.trigger.lower().endswith("negative") else None


_EXPOSURES = (
    ("exposure_covid", "Z20822", "U071"),
    ("exposure_hiv", "Z206", "B20"),
    ("exposure_tb", "Z201", "A15"),
)


def catheter_changes(case: Case) -> Iterator[Change]:
    """Code an infection due to a catheter as its complication first.

    What it does: urinary infection due to a urethral catheter, bloodstream infection due to a
    central line.
    Why: I.B.16 and I.C.19.g.5: the relationship must be documented.
    What it does not do: a catheter that is merely present causes nothing.
    """
    for infection in case.starting("N390", "N30", "N10", "A41", "R7881"):
        urethral = case.said("catheter_urethral", line=infection.line)
        central = case.said("catheter_central", line=infection.line)
        words = {word.word for word in case.line(infection.line).words}
        if not words & {
            "due",
            "secondary",
            "associated",
            "caused",
            "from",
            "related",
            "cauti",
            "clabsi",
        }:
            continue
        if urethral is not None and infection.code.startswith("N"):
            yield add_beside(infection, "T83511", urethral, after=False)
            yield Lead("T83511")
        elif central is not None:
            yield add_beside(infection, "T80211", central, after=False)
            yield Lead("T80211")
            yield Drop("R7881")


HIV = Rule("hiv-disease", "I.C.1.a.2", hiv_changes)
COVID = Rule("covid", "I.C.1.g.1", covid_changes)
POST_COVID = Rule("post-covid", "I.C.1.g.1.m", post_covid_changes)
EXPOSURE = Rule("exposure", "I.C.21.c.1", exposure_changes)
CATHETER = Rule("device-complication", "I.B.16; I.C.19.g", catheter_changes)
