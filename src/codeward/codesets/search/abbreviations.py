"""The clinical abbreviations that Codeward knows, each with its senses.

The table was written for this project. Search and the coding engine read the same one.
"""

from functools import cache

import msgspec

from codeward.codesets.search.word_tables import rows

_FILE = "abbreviations.tsv"


class Sense(msgspec.Struct, frozen=True):
    """One meaning of an abbreviation.

    Attributes:
        abbreviation: As clinicians write it.
        expansion: Full words.
        specialty: Specialty in which this sense is usual; empty where it is general.
        note: What else to know, for instance that it is a procedure or on the do-not-use list.
    """

    abbreviation: str
    expansion: str
    specialty: str
    note: str


def senses(token: str) -> tuple[Sense, ...]:
    """The senses of a token, the commonest first; empty where it is no abbreviation.

    Letter case does not matter; whether a lower-case token was meant as an abbreviation is for the
    caller to judge.
    """
    return _lexicon().get(token.casefold(), ())


@cache
def longest() -> int:
    """How many blank-separated words the longest abbreviation has (`a fib` has two)."""
    return max(key.count(" ") for key in _lexicon()) + 1


@cache
def _lexicon() -> dict[str, tuple[Sense, ...]]:
    lexicon: dict[str, list[Sense]] = {}
    for abbreviation, expansion, specialty, note in rows(_FILE, columns=4):
        sense = Sense(abbreviation, expansion, specialty, note)
        lexicon.setdefault(abbreviation.casefold(), []).append(sense)
    return {key: tuple(found) for key, found in lexicon.items()}
