"""Substances: use, abuse and dependence of one substance give one code; nicotine by product."""

from collections.abc import Iterator

from codeward.coding.case import Candidate, Case
from codeward.coding.rules.rule import Change, Drop, Replace, Rule

_SUBSTANCES = ("F10", "F11", "F12", "F13", "F14", "F15", "F16", "F18", "F19")
_USE, _ABUSE, _DEPENDENCE = "9", "1", "2"
_RANK = {_DEPENDENCE: 2, _ABUSE: 1, _USE: 0}
_CATEGORY = 3


def changes(case: Case) -> Iterator[Change]:
    """Keep dependence over abuse, and abuse over use, of the same substance.

    What it does: of two codes of equal rank the one with a stated state (withdrawal,
    intoxication) stays.
    Why: I.C.5.b.2.
    What it does not do: two substances are two codes.
    """
    yield from _listed(case)
    for substance in _SUBSTANCES:
        found = case.starting(substance)
        if len(found) > 1:
            best = max(found, key=_standing)
            for other in found:
                if other.code != best.code:
                    yield Drop(other.code)


def _listed(case: Case) -> Iterator[Change]:
    """`Opioid use, abuse and dependence`: what follows the first word belongs to it as well."""
    for candidate in case.starting(*_SUBSTANCES):
        words = case.written(candidate.line)
        state = _DEPENDENCE if "dependence" in words else _ABUSE if "abuse" in words else _USE
        others = {
            one.code[:_CATEGORY]
            for one in case.starting(*_SUBSTANCES)
            if one.line == candidate.line
        }
        code = candidate.code[:_CATEGORY] + state + "0"
        if _RANK[state] > _RANK.get(candidate.code[_CATEGORY], 3) and others == {code[:_CATEGORY]}:
            yield Replace(candidate.code, code)


def _standing(candidate: Candidate) -> tuple[int, bool, int]:
    code = candidate.code
    plain = code.endswith("0")
    return (_RANK.get(code[_CATEGORY], -1), not plain, -int(candidate.place))


def nicotine_changes(case: Case) -> Iterator[Change]:
    """Code current tobacco by product where the text names it; a former smoker is history.

    Why: I.C.5.b.3 and the Index: smoker, see dependence, nicotine.
    What it does not do: dependence stays where both are stated.
    """
    current = case.starting("F1720", "Z720", "F1721")
    cigarettes = case.said("cigarettes")
    vape = case.said("vape")
    if vape is not None and case.has("F172"):
        yield Replace("F17200", "F17290", (vape.span,))
    for tobacco in current:
        if (
            tobacco.code == "F17200"
            and cigarettes is not None
            and cigarettes.sentence == tobacco.line
        ):
            yield Replace("F17200", "F17210", (cigarettes.span,))
    if case.has("F172"):
        yield Drop("Z720")
        yield Drop("Z87891")


RULE = Rule("substance-hierarchy", "I.C.5.b.2", changes)
NICOTINE = Rule("nicotine", "I.C.5.b.3", nicotine_changes)
