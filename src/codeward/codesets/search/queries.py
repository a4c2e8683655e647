"""Reads a query: abbreviations, prefixed tokens and lay words become alternative word lists."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import product

import msgspec

from codeward.codesets.search.abbreviations import Sense, longest, senses
from codeward.codesets.search.names import Rewrite
from codeward.codesets.search.nearest_names import nearest_name
from codeward.codesets.search.regions import wider, without_implied_place
from codeward.codesets.search.terms import FUNCTION_WORDS, NUMBERED, is_roman, words

_MOST_ALTERNATIVES = 5
_MOST_COMBINED = 4096
_LATER_SENSE = 0.04
_REWRITTEN = 0.01
_KEPT_AS_TYPED = 0.03
_WIDER_REGION = 0.05
_NEAR_NAME = 0.02
_WITHOUT_STAGE = 0.06
_WITHOUT_PLACE = 0.12
_SHORTEST_CAPITALS = 2
_EDGES = ".,;:!?()[]\"'"
_LETTERS_THEN_DIGITS = re.compile(r"([a-z]{2,})(\d+[a-z]?)")
_MIXED = re.compile(r"\d[a-z]{2}|[a-z]{2}\d")
_SIDES = frozenset("LR")
_JOINED = re.compile(r"[/+&-]")

_PLAIN_ENGLISH = FUNCTION_WORDS | frozenset(
    "as he hi is it no us be are was has had not but can may old my me we do did if so up out off "
    "per via age net bad sad odd mid top map men her his who now new one two both after all".split()
)
"""Lower-case words that are meant as words even where no official wording uses them."""

_JOINERS = frozenset("w w/ c with and & + due 2/2 diabetic hypertensive".split())
"""Words that join two conditions, for which there may be one combination code."""

Known = Callable[[str], bool]


class Alternative(msgspec.Struct, frozen=True):
    """One way to read a query.

    Attributes:
        words: Its words.
        penalty: What this reading costs against the likeliest.
        changes: What was replaced, for the explanation.
    """

    words: tuple[str, ...]
    penalty: float = 0.0
    changes: tuple[str, ...] = ()


class _Part(msgspec.Struct, frozen=True):
    text: str
    penalty: float = 0.0
    change: str = ""


def alternatives(
    query: str,
    known: Known,
    rewrites: Sequence[Rewrite] = (),
    slipped: Callable[[Sequence[str]], bool] = lambda _: False,
) -> tuple[Alternative, ...]:
    """The ways to read `query`, the likeliest first.

    Args:
        query: As typed.
        known: Whether a word stands in the official wordings.
        rewrites: Official words for what people write.
        slipped: Whether one of the words may be a slip of the keys.
    """
    slots = list(_slots(query.split(), known))
    readings = _readings(slots)
    found: dict[tuple[str, ...], Alternative] = {}
    for parts in readings:
        penalty = sum(part.penalty for part in parts)
        changes = tuple(part.change for part in parts if part.change)
        plain = Alternative(tuple(words(" ".join(p.text for p in parts))), penalty, changes)
        for reading in (plain, _rewritten(plain, rewrites)):
            found.setdefault(reading.words, reading)
    typed = tuple(words(query))
    if all(map(known, typed)):
        found.setdefault(typed, Alternative(typed, _KEPT_AS_TYPED))
    for reading in _wide_readings(query, typed, next(iter(found.values())), slipped):
        found.setdefault(reading.words, reading)
    return tuple(sorted(found.values(), key=lambda reading: reading.penalty)[:_MOST_ALTERNATIVES])


def _wide_readings(
    query: str,
    typed: tuple[str, ...],
    first: Alternative,
    slipped: Callable[[Sequence[str]], bool],
) -> Iterator[Alternative]:
    """Readings that say less than was typed, or the name that was nearly typed.

    A combination code names both conditions and leaves the stage of one to a second code
    (Official Guidelines, section I.B.9): `diabetes with CKD 3b` is E11.22 before N18.32.
    """
    if _JOINERS.intersection(query.lower().split()):
        plain = without_stage(first.words)
        if plain != first.words:
            yield Alternative(plain, first.penalty + _WITHOUT_STAGE, first.changes)
    region = wider(first.words)
    if region != first.words:
        yield Alternative(region, first.penalty + _WIDER_REGION, first.changes)
    condition = without_implied_place(first.words)
    if condition != first.words:
        yield Alternative(condition, first.penalty + _WITHOUT_PLACE, first.changes)
    if slipped(typed):
        name = nearest_name(" ".join(typed))
        if name:
            change = f"{' '.join(typed)} = {name}"
            yield Alternative(tuple(name.split()), _NEAR_NAME, (change,))


def without_stage(found: tuple[str, ...]) -> tuple[str, ...]:
    """The words without stages and grades; the number of a type stays."""
    kept: list[str] = []
    for at, word in enumerate(found):
        numbered = word[0].isdigit() and (at == 0 or found[at - 1] != "type")
        if not numbered and word not in {"stage", "grade"}:
            kept.append(word)
    return tuple(kept)


def _readings(slots: Sequence[tuple[_Part, ...]]) -> list[tuple[_Part, ...]]:
    """The likeliest readings; of a query with too many, the first of each slot alone."""
    if _size(slots) > _MOST_COMBINED:
        return [tuple(slot[0] for slot in slots)]
    combined = sorted(product(*slots), key=lambda parts: sum(part.penalty for part in parts))
    return combined[:_MOST_ALTERNATIVES]


def _size(slots: Sequence[Sequence[_Part]]) -> int:
    size = 1
    for slot in slots:
        size *= len(slot)
    return size


def _slots(tokens: Sequence[str], known: Known) -> Iterator[tuple[_Part, ...]]:
    """The readings of each token or run of tokens."""
    at = 0
    while at < len(tokens):
        for length in range(min(longest(), len(tokens) - at), 0, -1):
            token = " ".join(tokens[at : at + length]).strip(_EDGES)
            parts = () if _numeral(tokens, at) else _parts(token, known)
            if parts or length == 1:
                yield parts or tuple(_split(token, known))
                at += length
                break


def _numeral(tokens: Sequence[str], at: int) -> bool:
    """Whether a token is the number of a stage or type, as in `CKD stage IV`."""
    return at > 0 and tokens[at - 1].lower() in NUMBERED and is_roman(tokens[at])


def _parts(token: str, known: Known) -> tuple[_Part, ...]:
    """The readings of an abbreviation; empty where the token is none.

    A lower-case token that is a word of the official wordings is also read as that word, first.
    """
    found = senses(token)
    if not found:
        return ()
    parts = tuple(
        _Part(sense.expansion, rank * _LATER_SENSE, f"{token} = {sense.expansion}")
        for rank, sense in enumerate(found)
    )
    if _is_word(token, found, known):
        later = (msgspec.structs.replace(p, penalty=p.penalty + _KEPT_AS_TYPED) for p in parts)
        return (_Part(token), *later)
    return parts


def _is_word(token: str, found: Sequence[Sense], known: Known) -> bool:
    written_so = any(token == sense.abbreviation for sense in found)
    if _MIXED.search(token.lower()) or token in _SIDES:
        return False
    capitals = len(token) >= _SHORTEST_CAPITALS and not token.islower() and written_so
    word = token.lower()
    return not capitals and " " not in token and (known(word) or word in _PLAIN_ENGLISH)


def _split(token: str, known: Known) -> Iterator[_Part]:
    """A token that is no abbreviation, with the abbreviations inside it: `ckd3b`, `DM/HTN`."""
    pieces: list[str] = []
    changes: list[str] = []
    for piece in _JOINED.split(token):
        inner = [piece]
        match = _LETTERS_THEN_DIGITS.fullmatch(piece.lower())
        if match and not known(piece.lower()) and (senses(match[1]) or known(match[1])):
            inner = [match[1], match[2]]
        for part in inner:
            found = senses(part) if part != token and len(part) > 1 else ()
            if found and not known(part.lower()):
                pieces.append(found[0].expansion)
                changes.append(f"{part} = {found[0].expansion}")
            else:
                pieces.append(part)
    yield _Part(" ".join(pieces), change=", ".join(changes))


def _rewritten(reading: Alternative, rewrites: Sequence[Rewrite]) -> Alternative:
    """The reading with every lay wording in official words; the longest wording wins."""
    text = f" {' '.join(reading.words)} "
    changes = list(reading.changes)
    for rewrite in rewrites:
        if rewrite.typed in text:
            text = text.replace(rewrite.typed, rewrite.official)
            changes.append(f"{rewrite.typed.strip()} = {rewrite.official.strip()}")
    if len(changes) == len(reading.changes):
        return reading
    return Alternative(tuple(text.split()), reading.penalty + _REWRITTEN, tuple(changes))
