"""Spread: a metastatic cancer without a named secondary site has one that is unspecified."""

from collections.abc import Iterator

from codeward.coding.case import Case
from codeward.coding.rules.rule import Before, Change, Rule
from codeward.coding.rules.support import add_beside

_METASTATIC = "metastatic"
_SECONDARY = ("C77", "C78", "C79", "C800")
_NO_PRIMARY = ("C77", "C78", "C79", "C80", "C7A", "C7B", "C81", "C82", "C83", "C84", "C85", "C88",
               "C90", "C91", "C92", "C93", "C94", "C95", "C96")  # fmt: skip
_UNSPECIFIED = "C799"


def changes(case: Case) -> Iterator[Change]:
    """Add the secondary neoplasm of unspecified site to a primary that is called metastatic.

    What it does: `metastatic X cancer` without any place it went to gives the primary and C79.9.
    Why: I.C.2 and the inclusion terms of C79.9: metastatic cancer NOS.
    What it does not do: a named secondary site is the code; a lymphoma or leukemia has no
    secondary (I.C.2.s).
    """
    if case.has(*_SECONDARY):
        return
    for primary in case.starting("C"):
        if primary.code.startswith(_NO_PRIMARY):
            continue
        words = [word.word for word in case.line(primary.line).words]
        if _METASTATIC not in words:
            continue
        place = words.index(_METASTATIC)
        mention = case.mention_at(primary.line, place, place + 1)
        if mention.assertion.is_affirmed:
            yield add_beside(primary, _UNSPECIFIED, mention)
            yield Before(primary.code, _UNSPECIFIED)
            return


RULE = Rule("metastatic-site-unknown", "I.C.2", changes)
