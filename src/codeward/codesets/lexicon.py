"""The matcher lexicon: which runs of words name which code, in one compact read-only artefact.

The phrases form a trie over stems. Its nodes are numbered breadth first, so that the number of a
child is the place of its edge plus one; opening the artefact builds nothing but the vocabulary.
"""

import json
import sys
from array import array
from bisect import bisect_left
from collections import deque
from collections.abc import Iterable, Sequence
from functools import lru_cache

import msgspec

from codeward.codesets.phrases import Phrase, PhraseSource
from codeward.codesets.words import Word, stems
from codeward.model import CodewardError

_FORMAT = 1
_STEM_BITS = 20
_SHORTEST_KEY = 3
_SOURCES = tuple(PhraseSource)
_REMEMBERED = 131_072
_CLAIM = {
    PhraseSource.TITLE: 0,
    PhraseSource.INDEX: 1,
    PhraseSource.SEE: 2,
    PhraseSource.INCLUSION: 3,
    PhraseSource.INCLUDES: 4,
}


class LexiconError(CodewardError):
    """A lexicon artefact that this version cannot read; a new build of the release mends it."""


class Hit(msgspec.Struct, frozen=True, gc=False):
    """A phrase found: words `first` to `last` (exclusive), the code, where the phrase stands."""

    first: int
    last: int
    code: str
    source: PhraseSource


def compile_lexicon(phrases: Iterable[Phrase]) -> bytes:
    """The artefact for a release's phrases; the same phrases give the same bytes in any order."""
    keys = _best_claims(phrases)
    vocabulary = sorted({stem for key in keys for stem in key})
    codes = sorted({phrase.code for phrase in keys.values()})
    stem_number = {stem: number for number, stem in enumerate(vocabulary)}
    code_number = {code: number for number, code in enumerate(codes)}
    numbered = sorted((tuple(stem_number[stem] for stem in key), key) for key in keys)
    edges, payload = array("Q"), array("I", [0])
    queue = deque([(0, len(numbered), 0, 0)])
    while queue:
        low, high, depth, node = queue.popleft()
        while low < high:
            stem = numbered[low][0][depth]
            after = bisect_left(
                numbered, (*numbered[low][0][:depth], stem + 1), low, high, key=_path
            )
            edges.append(node << _STEM_BITS | stem)
            ends_here = len(numbered[low][0]) == depth + 1
            phrase = keys[numbered[low][1]] if ends_here else None
            payload.append(_entry(phrase, code_number) if phrase else 0)
            queue.append((low + ends_here, after, depth + 1, len(edges)))
            low = after
    return _packed(vocabulary, codes, edges, payload)


def _path(numbered: tuple[tuple[int, ...], tuple[str, ...]]) -> tuple[int, ...]:
    return numbered[0]


def _best_claims(phrases: Iterable[Phrase]) -> dict[tuple[str, ...], Phrase]:
    """One phrase for each run of stems: by source, then the shorter code, then by the alphabet."""
    best: dict[tuple[str, ...], Phrase] = {}
    for phrase in phrases:
        key = _key(phrase.text)
        if not key or len("".join(key)) < _SHORTEST_KEY:
            continue
        if key not in best or _claim(phrase) < _claim(best[key]):
            best[key] = phrase
    return best


@lru_cache(maxsize=1_048_576)
def _key(text: str) -> tuple[str, ...]:
    """The stems of a wording, kept because the releases of one build share most wordings."""
    return tuple(map(sys.intern, stems(text)))


def _claim(phrase: Phrase) -> tuple[int, int, str]:
    return (_CLAIM[phrase.source], len(phrase.code), phrase.code)


def _entry(phrase: Phrase, code_number: dict[str, int]) -> int:
    return 1 + (code_number[phrase.code] * len(_SOURCES) + _SOURCES.index(phrase.source))


def _packed(
    vocabulary: list[str], codes: list[str], edges: "array[int]", payload: "array[int]"
) -> bytes:
    if sys.byteorder == "big":
        edges.byteswap()
        payload.byteswap()
    parts = [
        edges.tobytes(),
        payload.tobytes(),
        "\n".join(vocabulary).encode(),
        "\n".join(codes).encode(),
    ]
    head = json.dumps({"format": _FORMAT, "lengths": [len(part) for part in parts]}).encode()

    return b"".join([len(head).to_bytes(8, "little"), head, *parts])


class Lexicon:
    """A compiled lexicon, opened from its artefact without copying it.

    Attributes:
        first_stems: The stems that begin a phrase.
    """

    def __init__(self, artefact: bytes) -> None:
        """Open an artefact.

        Raises:
            LexiconError: the bytes are not a lexicon of this format.
        """
        edges, payload, vocabulary, codes = _unpacked(artefact)
        self._edges = edges.cast("Q")
        self._payload = payload.cast("I")
        self._codes = bytes(codes).decode().split("\n")
        stems_in_order = bytes(vocabulary).decode().split("\n")
        self._stem_number = dict(zip(stems_in_order, range(len(stems_in_order)), strict=True))
        self._roots = bisect_left(self._edges, 1 << _STEM_BITS)
        self._root_of = {
            stems_in_order[self._edges[place]]: place + 1 for place in range(self._roots)
        }
        self.first_stems = frozenset(self._root_of)
        self._after: dict[int, int] = {}

    def longest_at(self, words: Sequence[Word], first: int) -> Hit | None:
        """The longest phrase that begins at word `first`, None where none does."""
        number_of = self._stem_number
        node = self._root_of.get(words[first].stem, 0)
        best, best_last = 0, first
        last = first
        while node:
            last += 1
            entry = self._payload[node]
            if entry:
                best, best_last = entry, last
            stem = number_of.get(words[last].stem, -1) if last < len(words) else -1
            if stem < 0:
                break
            node = self._node_after(node << _STEM_BITS | stem)
        if not best:
            return None
        code, source = divmod(best - 1, len(_SOURCES))
        return Hit(first, best_last, self._codes[code], _SOURCES[source])

    def _node_after(self, edge: int) -> int:
        """The node to which an edge leads, 0 where there is no such edge; looked up once."""
        node = self._after.get(edge)
        if node is None:
            if len(self._after) >= _REMEMBERED:
                self._after.clear()
            place = bisect_left(self._edges, edge)
            known = place < len(self._edges) and self._edges[place] == edge
            node = self._after[edge] = place + 1 if known else 0
        return node

    def code_of(self, text: str) -> str | None:
        """The code that exactly this wording names, None where none does."""
        found = [Word(stem, stem, 0, 0) for stem in stems(text)]
        hit = self.longest_at(found, 0) if found else None
        return hit.code if hit and hit.last == len(found) else None


def _unpacked(artefact: bytes) -> list[memoryview]:
    """The parts of an artefact."""
    if sys.byteorder == "big":
        raise LexiconError("lexicon: this machine is big-endian, which is not supported")
    try:
        size = int.from_bytes(artefact[:8], "little")
        head = json.loads(artefact[8 : 8 + size])
        lengths = head["lengths"] if head["format"] == _FORMAT else []
    except (ValueError, KeyError, TypeError):
        lengths = []
    if not lengths or 8 + size + sum(lengths) != len(artefact):
        raise LexiconError("lexicon: damaged or of another format; run `codeward codesets build`")
    view, place, parts = memoryview(artefact), 8 + size, []
    for length in lengths:
        parts.append(view[place : place + length])
        place += length
    return parts
