"""Sequela: the residual condition first, then the injury that caused it with S."""

from collections.abc import Iterator

from codeward.coding.case import Case
from codeward.coding.rules.rule import Before, Change, Replace, Rule

_CAUSES = ("S", "T0", "T1", "T2", "T3", "T4", "T5", "T6", "T7")


def changes(case: Case) -> Iterator[Change]:
    """Mark an old injury as the cause of what it left behind.

    What it does: an injury in the line of a sequela word, beside another condition, takes the
    seventh character S and follows that condition.
    Why: I.B.10 asks for two codes, the nature of the sequela first.
    What it does not do: strokes (I.C.9.d) and COVID-19 (I.C.1.g.1.m) have rules of their own.
    """
    for injury in case.starting(*_CAUSES):
        mention = case.mentioned("sequela", line=injury.line)
        if mention is None:
            continue
        yield Replace(injury.code, injury.code, (mention.span,))
        for residual in case.candidates:
            if residual.line == injury.line and not residual.code.startswith(("S", "T", "W", "V")):
                yield Before(residual.code, injury.code)


RULE = Rule("sequela-two-codes", "I.B.10", changes)
