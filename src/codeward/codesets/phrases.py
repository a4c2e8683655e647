"""The phrases that name a code: titles, inclusion terms and includes notes of the Tabular.

The coding lexicon and the encoder search are both built from these. A phrase carries the code it
stands under, which may be a header; `DefaultLeaves` tells which base code a header opens to.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise

import msgspec

from codeward.codesets.entry import Kind, NoteKind
from codeward.codesets.index_forms import forms_of_path
from codeward.codesets.tables import Tables

_REVERSIBLE_WORDS = 3
_SHORTEST_PHRASE = 3

_BRACKETED = re.compile(r"\s*(?:\([^()]*\)|\[[^\[\]]*\])")
_RESIDUAL = re.compile(
    r",?\s*\b(?:NOS|NEC|not otherwise specified|not elsewhere classified"
    r"|so stated|without further specification)\b",
    re.IGNORECASE,
)
_UNSPECIFIED_WORD = re.compile(r"\b(?:unspecified|nonspecified)\s+", re.IGNORECASE)
_UNSPECIFIED_TAIL = re.compile(
    r"(?:,\s*(?:unspecified(?:\s+[\w-]+){0,4}"
    r"|(?:(?:site|part|type|organism)\s+)?not specified"
    r"|unspecified as to [\w\s,-]+|not intractable|uncomplicated)"
    r"|,?\s+without (?:mention of )?complications?|\s+(?:of|at) unspecified sites?"
    r"|\s+unspecified)$",
    re.IGNORECASE,
)
_WITHOUT_TAIL = re.compile(r",?\s+without\s[^,]*$", re.IGNORECASE)
_ACRONYM = re.compile(r"[\[(]([A-Za-z0-9-]{2,10})[\])]")
_PARENTHESIS = re.compile(r"\(([^()]*)\)")
_TWO_CAPITALS = 2
# The releases of one build share nearly all their wordings: each is taken apart once.
_wording_cache = lru_cache(maxsize=131_072)


class PhraseSource(StrEnum):
    """Where a phrase stands; in the order in which it wins when two codes claim one phrase."""

    TITLE = "title"
    INDEX = "index"
    INCLUSION = "inclusion"
    SEE = "see"
    INCLUDES = "includes"


class Phrase(msgspec.Struct, frozen=True, order=True):
    """A wording and the code it stands under.

    Attributes:
        text: The wording, cleaned, in the letter case of its source.
        code: Undotted code of the node: a base code without seventh character, or a header.
        source: Where the wording stands.
    """

    text: str
    code: str
    source: PhraseSource


class Node(msgspec.Struct, frozen=True):
    """A category or code of the Tabular, as far as wordings need it.

    Attributes:
        code: Undotted, without seventh character.
        title: Official title.
        parent: Undotted code of the next category above; None at the three-character category.
        inclusion: Inclusion terms.
        includes: Includes notes.
    """

    code: str
    title: str
    parent: str | None = None
    inclusion: tuple[str, ...] = ()
    includes: tuple[str, ...] = ()


def phrases(tables: Tables, *, every_order: bool = True) -> Iterator[Phrase]:
    """All wordings of a compiled ICD-10-CM release, those of an imported Index last.

    Args:
        tables: The release.
        every_order: Give a path of the Index in every order in which people write it, else in its
            plain order alone, which is enough where the order of words does not matter.
    """
    yield from tabular_phrases(nodes(tables))
    for text, code, source in tables.rows(_INDEXED):
        forms = forms_of_path(text)
        for form in forms if every_order else forms[:1]:
            yield Phrase(form, code, PhraseSource(source))


def training_wordings(tables: Tables) -> tuple[tuple[str, str], ...]:
    """Text and base code of the wordings that the embedding learns from."""
    return tuple((text, code) for text, code in tables.rows(_TRAINING))


def nodes(tables: Tables) -> tuple[Node, ...]:
    """The categories and codes of a compiled ICD-10-CM release that carry a title, by code."""
    notes: dict[str, dict[str, list[str]]] = {}
    for owner, kind, text in tables.rows(_NOTES):
        notes.setdefault(owner, {}).setdefault(kind, []).append(text)
    found = []
    for code, title, parent, kind in tables.rows(_CODES):
        own = notes.get(code, {})
        found.append(
            Node(
                code,
                title,
                None if kind == Kind.CATEGORY else parent,
                tuple(own.get(NoteKind.INCLUSION_TERM, ())),
                tuple(own.get(NoteKind.INCLUDES, ())),
            )
        )
    return tuple(found)


_INDEXED = "SELECT text, code, source FROM phrase ORDER BY text, code, source"
_TRAINING = "SELECT text, code FROM training ORDER BY text, code"
_NOTES = (
    "SELECT owner, kind, text FROM note WHERE kind IN ('inclusion_term', 'includes') "
    "ORDER BY owner, number"
)
_CODES = (
    "SELECT code, title, parent, kind FROM code WHERE title IS NOT NULL "
    "AND kind IN ('category', 'subcategory', 'code') ORDER BY code"
)


def tabular_phrases(nodes: Sequence[Node]) -> Iterator[Phrase]:
    """All wordings of the Tabular, in node order, none twice under one code.

    A code also answers to the looser forms of its wordings, but only where no other line of the
    hierarchy has an equal or better claim: `migraine` is not the name of `migraine without aura`.

    Source: the conventions of the ICD-10-CM Official Guidelines, sections I.A.4 to I.A.11.
    """
    stated = {node.code: _phrases(node, variants) for node in nodes}
    loose = {node.code: _phrases(node, loose_variants) for node in nodes}
    taken = {text for found in stated.values() for text in found}
    claims: dict[str, set[str]] = {}
    for code, found in loose.items():
        for text in found:
            claims.setdefault(text, set()).add(code)
    for node in nodes:
        yield from stated[node.code].values()
        for text, phrase in loose[node.code].items():
            if text not in taken and _one_line(claims[text]):
                yield phrase


def _phrases(node: Node, forms: Callable[[str], Sequence[str]]) -> dict[str, Phrase]:
    """The phrases of one node by their case-folded text."""
    found: dict[str, Phrase] = {}
    for text, source in _official_texts(node):
        for form in forms(text):
            if len(form) >= _SHORTEST_PHRASE or form.isupper():
                found.setdefault(form.casefold(), Phrase(form, node.code, source))
    return found


def _one_line(codes: Iterable[str]) -> bool:
    """Whether each code stands below the one before it."""
    ordered = sorted(codes, key=len)
    return all(below.startswith(above) for above, below in pairwise(ordered))


def _official_texts(node: Node) -> Iterator[tuple[str, PhraseSource]]:
    yield node.title, PhraseSource.TITLE
    for text in node.inclusion:
        yield text, PhraseSource.INCLUSION
    for text in node.includes:
        yield text, PhraseSource.INCLUDES


@_wording_cache
def variants(text: str) -> tuple[str, ...]:
    """The forms in which a person may write an official wording, the plainest first.

    `Unspecified asthma, uncomplicated` also answers to `asthma`.
    """
    cleaned = clean(text)
    plain = reduced(cleaned)
    return tuple(dict.fromkeys((cleaned, plain, _turned(plain))))


@_wording_cache
def loose_variants(text: str) -> tuple[str, ...]:
    """Forms that name the code only where nothing else bears the name.

    `Essential (primary) hypertension` as `primary hypertension`, `[COPD]` as itself, and a title
    `A without B` as `A`.
    """
    forms = [reduced(_squeezed(_BRACKETED.sub("", form))) for form in _with_parenthesis(text)]
    forms += [token for token in _ACRONYM.findall(text) if _capitals(token) >= _TWO_CAPITALS]
    forms.append(bare(text))
    return tuple(dict.fromkeys(forms))


@_wording_cache
def clean(text: str) -> str:
    """The wording without brackets and without the residual marks NOS and NEC."""
    return _squeezed(_RESIDUAL.sub("", _BRACKETED.sub("", text)))


@_wording_cache
def reduced(cleaned: str) -> str:
    """The wording without what it only says is unspecified, uncomplicated or absent.

    These codes are what an unqualified diagnosis means (Official Guidelines, section I.A.9.b).
    """
    before = None
    text = cleaned
    while text != before:
        before = text
        text = _squeezed(_UNSPECIFIED_TAIL.sub("", text))
    text = _squeezed(_UNSPECIFIED_WORD.sub("", text))
    return text or cleaned


@_wording_cache
def bare(title: str) -> str:
    """The reduced title without the complications and details that it says are absent."""
    before = None
    text = reduced(clean(title))
    while text != before:
        before = text
        text = reduced(_squeezed(_WITHOUT_TAIL.sub("", text)))
    return text


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip(" ,;:")


def _turned(text: str) -> str:
    """`X, Y` as `Y X`, where `Y` is short."""
    head, comma, tail = text.partition(", ")
    if not comma or "," in tail or len(tail.split()) > _REVERSIBLE_WORDS:
        return text
    return f"{tail} {head}"


def _with_parenthesis(text: str) -> tuple[str, ...]:
    """`A (b) C` as `b C`: a nonessential modifier may be written in place of the word before it."""
    match = _PARENTHESIS.search(text)
    if match is None or "," in match[1] or not text[match.end() :].strip(" ,"):
        return ()
    before = text[: match.start()].split()[:-1]
    return (_RESIDUAL.sub("", " ".join([*before, match[1], text[match.end() :]])),)


def _capitals(token: str) -> int:
    return sum(character.isupper() for character in token)


class DefaultLeaves:
    """Which base code a header means when a text says no more than the header's title.

    The choice follows the convention that `unspecified` codes serve where the documentation gives
    no more detail (Official Guidelines, section I.A.9.b); it is a marked default, never an answer.
    """

    def __init__(self, nodes: Iterable[Node]) -> None:
        self._titles: dict[str, str] = {}
        self._children: dict[str, list[str]] = {}
        self._found: dict[str, str] = {}
        for node in nodes:
            self._titles[node.code] = node.title
            if node.parent is not None:
                self._children.setdefault(node.parent, []).append(node.code)

    def __contains__(self, code: str) -> bool:
        return code in self._titles

    def of(self, code: str) -> str:
        """The base code below `code`, or the deepest header where no child is a default."""
        if code not in self._found:
            self._found[code] = self._descend(code)
        return self._found[code]

    def _descend(self, code: str) -> str:
        while children := self._children.get(code):
            best = min(children, key=lambda child: self._preference(code, child))
            if self._preference(code, best)[0] == _NO_DEFAULT and len(children) > 1:
                return code
            code = best
        return code

    def is_leaf(self, code: str) -> bool:
        """Whether no code but seventh characters stands below."""
        return code not in self._children

    def _preference(self, parent: str, child: str) -> tuple[int, int, str]:
        title = self._titles[child].casefold()
        above = reduced(clean(self._titles[parent].casefold()))
        unspecified = title.count("unspecified")
        if reduced(clean(title)) == above and title != self._titles[parent].casefold():
            rank = 0
        elif bare(title) == bare(above):
            rank = 1
        elif unspecified and child.endswith("9"):
            rank = 2
        elif title.startswith("unspecified") or title.endswith(", unspecified"):
            rank = 3
        elif unspecified and not re.search(r"\bother\b", title):
            rank = 4
        elif child.endswith("9"):
            rank = 5
        elif child.endswith("0"):
            rank = 6
        else:
            rank = _NO_DEFAULT
        return rank, -unspecified, child


_NO_DEFAULT = 7
