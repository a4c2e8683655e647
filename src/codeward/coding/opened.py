"""What coding opens of a release, once: its book of codes and its lexicon of wordings."""

from functools import lru_cache

from codeward.codesets import CodeSet
from codeward.codesets.lexicon import Lexicon
from codeward.coding.book import Book, Pages

LEXICON = "lexicon"
"""Name of the artefact of an ICD-10-CM release that holds its lexicon."""

_OPEN_RELEASES = 8


def book_of(code_set: CodeSet) -> Book:
    """The book of a release on the day of the code set."""
    return Book(code_set, _pages(code_set.id.sha256))


@lru_cache(maxsize=_OPEN_RELEASES)
def _pages(_sha256: str) -> Pages:
    """The pages read so far of the release with that hash; equal hashes hold equal pages."""
    return Pages()


def lexicon_of(code_set: CodeSet) -> Lexicon | None:
    """The lexicon of a release, None where it has none."""
    artefact = code_set.blob(LEXICON)
    return _opened(code_set.id.sha256, artefact) if artefact is not None else None


_lexicons: dict[str, Lexicon] = {}


def _opened(sha256: str, artefact: bytes) -> Lexicon:
    """The lexicon of a release, opened once."""
    if sha256 not in _lexicons:
        if len(_lexicons) >= _OPEN_RELEASES:
            _lexicons.clear()
        _lexicons[sha256] = Lexicon(artefact)
    return _lexicons[sha256]
