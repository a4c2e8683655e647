"""Vocabulary: every wording that names a code, ours, everyday names and the release's lexicon."""

from collections.abc import Sequence
from functools import cache, lru_cache

from codeward.codesets.lexicon import Lexicon
from codeward.codesets.search.names import names
from codeward.codesets.words import Word
from codeward.coding import commonplace, phrase_table
from codeward.coding.phrase_table import Found, PhraseTable

WORDING, NAME = "wording", "name"
# Weeks of gestation come from their number, never from the words of a title.
_WEEKS = "Z3A"


class Vocabulary:
    """Looks a place in a sentence up in all sources; the longest wording wins.

    Of equally long ones our own wording goes before an everyday name, and that before an official
    wording. A single commonplace word names nothing.

    Attributes:
        first_stems: The stems that begin any wording; at other words there is nothing to find.
    """

    def __init__(self, lexicon: Lexicon | None) -> None:
        self._wordings = phrase_table.read("wordings.toml")
        self._names = _names()
        self._lexicon = lexicon
        self.first_stems = self._wordings.first_stems | self._names.first_stems
        if lexicon is not None:
            self.first_stems |= lexicon.first_stems

    def longest_at(self, words: Sequence[Word], place: int, text: str) -> tuple[Found | None, str]:
        """The longest wording that begins at a word, and what knows it."""
        found, source = self._wordings.longest_at(words, place), WORDING
        if found and commonplace.is_lower_abbreviation(words[place : found.last], text):
            found = None
        name = self._names.longest_at(words, place)
        longer = name is not None and (found is None or name.last > found.last)
        if name and longer and _is_telling(words[place : name.last], text):
            found, source = name, NAME
        hit = self._lexicon.longest_at(words, place) if self._lexicon else None
        if hit is None or (found is not None and hit.last <= found.last):
            return found, source
        if hit.code.startswith(_WEEKS) or self._is_two_items(words[place : hit.last], text):
            return found, source
        if commonplace.is_commonplace(words[place : hit.last], text):
            return found, source
        return Found(hit.first, hit.last, hit.code), str(hit.source)

    def _is_two_items(self, phrase: Sequence[Word], text: str) -> bool:
        """Whether a comma in the phrase separates two items of a list, each a wording itself."""
        for cut in range(1, len(phrase)):
            if "," in text[phrase[cut - 1].end : phrase[cut].start]:
                halves = (phrase[:cut], phrase[cut:])
                if all(self._is_whole(half) for half in halves):
                    return True
        return False

    def _is_whole(self, phrase: Sequence[Word]) -> bool:
        own = self._wordings.longest_at(phrase, 0)
        official = self._lexicon.longest_at(phrase, 0) if self._lexicon else None
        return len(phrase) in (own.last if own else 0, official.last if official else 0)


@lru_cache(maxsize=8)
def vocabulary_of(lexicon: Lexicon | None) -> Vocabulary:
    """The vocabulary with the lexicon of a release, put together once."""
    return Vocabulary(lexicon)


# Names that hold a circumstance, a status or two conditions are for the rules to put together.
_RULED = ("O", "R", "S", "T", "V", "W", "X", "Y", "Z", "A41", "E1", "N390", "I1", "I21", "F1")
_JOINED = frozenset(("with", "due", "on", "after", "from", "history", "family", "suspected", "in"))


def _is_telling(phrase: Sequence[Word], text: str) -> bool:
    """Whether the phrase is no commonplace and no comma or colon stands within it."""
    written = text[phrase[0].start : phrase[-1].end]
    return not commonplace.is_commonplace(phrase, text) and not set(",:") & set(written)


@cache
def _names() -> PhraseTable:
    return PhraseTable(
        (name.text, name.code)
        for name in names()
        if not (
            name.code.startswith(_RULED)
            or name.text.isupper()
            or _JOINED & set(name.text.lower().split())
        )
    )
