"""Integral symptoms: what a diagnosis explains is not coded beside it."""

from collections.abc import Iterator
from functools import lru_cache

from codeward.coding.case import Candidate, Case
from codeward.coding.rules.rule import Change, Drop, Rule

# Diseases by prefix, and the signs and symptoms that belong to them.
INTEGRAL: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    (
        (
            "K35",
            "K36",
            "K37",
            "K5",
            "K8",
            "K29",
            "K25",
            "K26",
            "N20",
            "N13",
            "N10",
            "N39",
            "N30",
            "K63",
            "K21",
            "K27",
            "K59",
            "K85",
            "K86",
        ),
        ("R10", "R11", "R50", "R19", "R14"),
    ),
    (
        ("J0", "J1", "J2", "J4", "U071", "J8"),
        ("R05", "R06", "R50", "R07", "R09", "R52", "J029", "R68", "R53", "R43"),
    ),
    (("J96",), ("R06", "R09")),
    (("I20", "I21", "I22", "I24"), ("R07", "R06", "R61")),
    (("I50", "I11", "I13", "J81"), ("R06", "R60", "R0989")),
    (("I2699", "I26"), ("R07", "R06")),
    (("I48", "I47", "I49"), ("R00",)),
    (("I63", "I61", "I60"), ("R53", "R41", "R51")),
    (("G45",), ("R29810", "R53", "R41", "R51")),
    (("N39", "N10", "N30", "N41", "N40"), ("R30", "R35", "R31", "R39", "R50")),
    (("E08", "E09", "E10", "E11", "E13"), ("R35", "R63", "R73")),
    (("E86",), ("R55", "R42")),
    (("A0", "K52"), ("R11", "R19", "R10", "R50")),
    (("A4", "R65", "T8144"), ("R50", "R00", "I95", "R41", "R0682")),
    (("F32", "F33", "F41"), ("R45", "R53", "R454", "G470")),
    (("M",), ("M255", "M545", "M542", "M796", "R26", "M256", "M254")),
    (("S", "T2"), ("M255", "M796", "R52", "M254", "M25", "R609", "R60", "M545", "M542")),
    (("N20", "N21"), ("R31",)),
    (("G40",), ("R56",)),
    (("G43", "G44"), ("R51", "R11", "H531")),
    (("K92", "K254", "K250", "K264"), ("K921", "K920", "R58")),
    (("D50", "D62", "D63", "D64"), ("R53", "R42", "R231")),
    (("L03", "L02"), ("R50", "R60", "L53", "R22", "M796")),
    (("G30", "F0"), ("R41",)),
    (("G56", "M54", "G62"), ("R20", "R202", "M796")),
    (("C",), ("R91", "R22", "N63", "R63")),
    (("D12", "K64"), ("K625", "K921")),
    (("O",), ("R11", "R10")),
    (("B34", "J06"), ("R50", "R05", "R52")),
)


def changes(case: Case) -> Iterator[Change]:
    """Drop signs and symptoms that are routinely part of a confirmed diagnosis.

    What it does: looks up the symptom under the diseases of the case.
    Why: I.B.5; and II.A, IV.D: symptoms serve where no diagnosis is established.
    What it does not do: conditions that are not routinely part of the disease stay (I.B.6).
    """
    for symptom in case.candidates:
        explained = _rows(symptom.code) and any(
            _explains(disease, symptom) for disease in case.candidates
        )
        if explained or _attributed(case, symptom):
            yield Drop(symptom.code)


# Symptoms that are not coded where the provider attributes them to a disease of an organ (I.B.4).
_ATTRIBUTED = ("R00", "R05", "R060", "R07", "R10", "R42", "R55")
_ORGAN_DISEASES = ("I", "J", "K", "N")


def _attributed(case: Case, symptom: Candidate) -> bool:
    """Whether the words right after a symptom attribute it to a disease that is coded."""
    if not symptom.code.startswith(_ATTRIBUTED):
        return False
    line = case.line(symptom.line)
    end = symptom.evidence[0].end
    after = [word for word in line.words if word.start >= end][:_REACH]
    link = next((place for place, word in enumerate(after) if word.word in ("due", "from")), None)
    if link is None:
        return False
    starts = {word.start for word in after[link + 1 :]}
    return any(
        one.code.startswith(_ORGAN_DISEASES)
        and one.line == symptom.line
        and one.evidence[0].start in starts
        for one in case.candidates
    )


_REACH = 7


def _explains(disease: Candidate, symptom: Candidate) -> bool:
    if disease.code == symptom.code or disease.code.startswith("R") > symptom.code.startswith("R"):
        return False
    return any(
        disease.code.startswith(diseases) and not disease.code.startswith(symptoms)
        for diseases, symptoms in _rows(symptom.code)
    )


@lru_cache(maxsize=65_536)
def _rows(symptom: str) -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    """The rows of the table that a code is a symptom of."""
    return tuple(row for row in INTEGRAL if symptom.startswith(row[1]))


RULE = Rule("integral-symptom", "I.B.5", changes)
