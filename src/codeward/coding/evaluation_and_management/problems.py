"""Problems addressed at the encounter: their number and complexity."""

from collections.abc import Iterator
from typing import Final

from codeward.coding.case import Candidate, Case
from codeward.coding.evaluation_and_management.statements import how_many, stated
from codeward.model.chart import SectionKind
from codeward.model.evaluation_and_management import Complexity, Element, Reason

_ADDRESSED: Final = frozenset(
    (
        SectionKind.ASSESSMENT,
        SectionKind.PLAN,
        SectionKind.COURSE,
        SectionKind.DISCHARGE,
        SectionKind.OTHER,
    )
)
_CHRONIC: Final = tuple(
    "B18 B20 C D45 D46 D47 D50 D57 D61 D63 D86 E03 E05 E08 E09 E10 E11 E13 E66 E78 F01 F03 F10 F11 "
    "F17 F20 F25 F31 F32 F33 F41 F43 F90 G20 G30 G35 G40 G43 G47 G62 G89 H40 I10 I11 I12 I13 I20 "
    "I25 I27 I42 I48 I50 I70 I73 I87 J42 J43 J44 J45 J47 J84 K21 K50 K51 K58 K70 K74 L20 L40 M05 "
    "M06 M10 M15 M16 M17 M19 M32 M47 M54 M79 M81 N18 N40 Z94".split()
)
_THREATS: Final = tuple(
    "A40 A41 E100 E110 E130 E1010 E1110 G00 G934 I21 I22 I26 I46 I60 I61 I62 I63 I71 J80 J93 J960 "
    "J962 K265 K650 N17 O15 R57 R652 T782 T811".split()
)
_SYSTEMIC: Final = tuple("A02 A04 B00 J09 J10 J12 J13 J14 J15 J18 K35 K57 K80 K85 L03 N10".split())
_MINOR: Final = tuple("B07 H10 J00 J06 L23 L24 L25 L30 S00 S10 S20 S30 S40 S60 S80 W57".split())
_WORSE: Final = frozenset(
    "worsening worse uncontrolled exacerbation progressing progressive flare decompensated "
    "elevated poorly inadequately".split()
)
_SEVERE: Final = frozenset(("severe", "severely", "critical"))
_SYSTEMIC_WORDS: Final = frozenset(("fever", "febrile", "tachycardia", "chills", "systemic"))


def problems(case: Case) -> Element:
    """The problems of the visit and the level that they reach together.

    Statements of the kind of problem count as stated; every coded diagnosis that the assessment
    names counts by what it is (chronic, acute, threatening) and by what its sentence says of it.

    Why: two or more stable chronic illnesses weigh as much as one that is getting worse; two minor
    problems as much as one acute uncomplicated illness.
    What it does not do: it does not judge whether a problem was truly addressed beyond its place
    in the assessment.
    Source: AMA, CPT E/M guidelines 2021 and 2023, number and complexity of problems addressed.
    """
    reasons = tuple(_from_statements(case)) or tuple(_from_diagnoses(case))
    return Element("problems", _level(reasons), reasons)


def _level(reasons: tuple[Reason, ...]) -> Complexity:
    best = max((one.level for one in reasons), default=Complexity.NONE)
    chronic = [one for one in reasons if one.text.startswith(_STABLE)]
    if len(chronic) > 1:
        best = max(best, Complexity.MODERATE)
    if sum(one.level is Complexity.STRAIGHTFORWARD for one in reasons) > 1:
        best = max(best, Complexity.LOW)
    return best


_STABLE: Final = "stable chronic illness"


def _from_statements(case: Case) -> Iterator[Reason]:
    for statement, mention in stated(case, "problems.toml"):
        count = how_many(case, mention)
        several = count > 1 and statement.when_several
        level = max(statement.level, statement.when_several) if several else statement.level
        text = f"{statement.reason}, {count} of them" if count > 1 else statement.reason
        yield Reason(text, Complexity(level), (mention.span,))


def _from_diagnoses(case: Case) -> Iterator[Reason]:
    seen: set[str] = set()
    for candidate in case.candidates:
        meant = candidate.assertion.is_affirmed
        category = candidate.code[:3]
        if not meant or candidate.section not in _ADDRESSED or category in seen:
            continue
        if category[0] in "ZVWXY":
            continue
        seen.add(category)
        kind, level = _kind(candidate, case)
        yield Reason(f"{kind}: {category}", level, candidate.evidence[:1])


def _kind(candidate: Candidate, case: Case) -> tuple[str, Complexity]:
    said = {word.word for word in case.line(candidate.line).words}
    code = candidate.code
    if code.startswith(_THREATS):
        return "threat to life or bodily function", Complexity.HIGH
    if code.startswith(_CHRONIC):
        return _chronic(said)
    if code.startswith(_SYSTEMIC) or said & _SYSTEMIC_WORDS:
        return "acute illness with systemic symptoms", Complexity.MODERATE
    if code.startswith(_MINOR):
        return "self-limited or minor problem", Complexity.STRAIGHTFORWARD
    return "acute uncomplicated illness or injury", Complexity.LOW


def _chronic(said: set[str]) -> tuple[str, Complexity]:
    if not said & _WORSE:
        return _STABLE, Complexity.LOW
    if said & _SEVERE:
        return "severe exacerbation of a chronic illness", Complexity.HIGH
    return "chronic illness with exacerbation or progression", Complexity.MODERATE
