"""Circumstances: where an injury happened, during what, and in which status; once, at first."""

from collections.abc import Iterator

from codeward.coding import phrase_table
from codeward.coding.case import Case
from codeward.coding.mentions import Mention
from codeward.coding.rules.rule import Before, Change, Rule
from codeward.coding.rules.support import add_at
from codeward.coding.specify import specify

_PLACE, _ACTIVITY, _STATUS = "Y92", "Y93", "Y99"
_CAUSES = ("V", "W", "X", "Y0", "Y1", "Y2", "Y3")
_INJURED = ("S", "T0", "T1", "T2", "T3", "L55")
_CATEGORY, _NEAR = 3, 3


def changes(case: Case) -> Iterator[Change]:
    """Add place of occurrence, activity and status, in that order, after the cause.

    What it does: reads them in the lines that name the injury or its cause; each once.
    Why: I.C.20.b, I.C.20.c and I.C.20.k: once, at the initial encounter for treatment.
    What it does not do: it adds none at a later encounter or for a sequela, nor an unspecified
    place, activity or status where the text says nothing.
    """
    injuries = case.starting(*_INJURED)
    if not injuries or case.said("subsequent_encounter") or case.said("sequela"):
        return
    causes = case.starting(*_CAUSES)
    lines = dict.fromkeys(one.line for one in (*injuries, *causes))
    found: dict[str, tuple[str, Mention]] = {}
    for line in lines:
        for hit in phrase_table.read("circumstances.toml").all_in(case.line(line).words):
            mention = case.mention_at(line, hit.first, hit.last)
            category = hit.meaning[:_CATEGORY]
            if mention.assertion.is_affirmed and category not in found and not case.has(category):
                words = case.line(line).words[max(hit.first - _NEAR, 0) : hit.last + _NEAR]
                near = frozenset(word.stem for word in words)
                found[category] = (specify(hit.meaning, near, case.book).code, mention)
    before = [one.code for one in (*injuries, *causes)]
    for category in (_PLACE, _ACTIVITY, _STATUS):
        if category in found:
            code, mention = found[category]
            yield add_at(case, mention, code)
            for earlier in before:
                yield Before(earlier, code)
            before.append(code)


RULE = Rule("external-circumstances", "I.C.20.b; I.C.20.c; I.C.20.k", changes)
