"""The phrases that an imported Alphabetic Index adds to those of the Tabular List."""

from collections.abc import Iterable, Iterator, Sequence

from codeward.codesets.index_forms import STEP
from codeward.codesets.index_navigation import IndexBook
from codeward.codesets.index_references import follow
from codeward.codesets.phrases import Phrase, PhraseSource, clean
from codeward.codesets.readers.index_xml import IndexTerm


def index_phrases(
    book: IndexBook, codes: Iterable[str] | None, others: Sequence[IndexBook] = ()
) -> Iterator[Phrase]:
    """The path of every term that leads to a code of the Tabular List in force.

    A path reads `Anemia > iron deficiency`. A term without code but with `see` gets the code of
    the place that it refers to. Codes that the Tabular List lacks are left out: Index and Tabular
    may belong to different years.

    Args:
        book: The Alphabetic Index.
        codes: Undotted codes and headers of the Tabular List, without seventh characters; None
            lets all pass.
        others: The other indexes, for references into them.
    """
    known = None if codes is None else frozenset(codes)
    for term in book.index.terms:
        for code, source in _codes(book, term, others):
            if known is None or code in known:
                path = STEP.join(_titles(book, term))
                if path:
                    yield Phrase(path, code, source)


def _codes(
    book: IndexBook, term: IndexTerm, others: Sequence[IndexBook]
) -> Iterator[tuple[str, PhraseSource]]:
    if term.code is not None:
        yield term.code.code, PhraseSource.INDEX
    elif term.see:
        found = follow(book, term, others)
        if found is not None and found.term is not None and found.term.code is not None:
            yield found.term.code.code, PhraseSource.SEE


def _titles(book: IndexBook, term: IndexTerm) -> Iterator[str]:
    for step in (*book.above(term), term):
        title = clean(step.title)
        if title:
            yield title
