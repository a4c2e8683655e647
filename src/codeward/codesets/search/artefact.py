"""Compiles the search index of a release: the artefact that the release file carries."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

import msgspec
import numpy as np
from numpy.typing import NDArray

from codeward.codesets.phrases import DefaultLeaves, Node, Phrase, nodes, phrases
from codeward.codesets.search import embedding, lexical
from codeward.codesets.search.artefact_sources import NAME, SOURCES
from codeward.codesets.search.container import pack
from codeward.codesets.search.context import Setting, setting_of
from codeward.codesets.search.sides import sided_names
from codeward.codesets.search.terms import words
from codeward.codesets.search.training import phrase_features, train
from codeward.codesets.tables import Tables

_TITLES = "SELECT code, title FROM code WHERE billable AND title IS NOT NULL ORDER BY code"


class Wording(msgspec.Struct, frozen=True):
    """One entry of the index: words that lead to a base code."""

    words: tuple[str, ...]
    code: str
    text: str
    source: str


def search_artefact(tables: Tables) -> bytes:
    """The search index of an ICD-10-CM release, with its embedding."""
    return compiled(nodes(tables), phrases(tables, every_order=False))


def title_search_artefact(tables: Tables) -> bytes:
    """The search index of a code set that is searched by its titles alone."""
    found = [
        Wording(tuple(words(title)), code, "", "title") for code, title in tables.rows(_TITLES)
    ]
    return _packed(found, {}, diagnoses=False)


def compiled(listed: Sequence[Node], official: Iterable[Phrase]) -> bytes:
    """The index over `official` phrases and the names of this package.

    Headers are replaced by the code that they open to.
    """
    leaves = DefaultLeaves(listed)
    found = _wordings(official, leaves)
    named = [
        Wording(tuple(words(text)), leaves.of(code), text, NAME)
        for text, code in sided_names(listed)
    ]
    vectors = _vectors(
        tuple(wording.words for wording in found), tuple(w.code for w in found),
        tuple(wording.words for wording in named),
    )  # fmt: skip
    return _packed([*found, *named], vectors)


def _wordings(official: Iterable[Phrase], leaves: DefaultLeaves) -> list[Wording]:
    """The phrases of known codes under their base codes.

    Searching does not mind the order of words: of several orders the first one is kept.
    """
    found: dict[tuple[tuple[str, ...], str], Wording] = {}
    for phrase in official:
        if phrase.code not in leaves:
            continue
        said, code = tuple(words(phrase.text)), leaves.of(phrase.code)
        if said:
            wording = Wording(said, code, phrase.text, str(phrase.source))
            found.setdefault((tuple(sorted(said)), code), wording)
    return list(found.values())


@lru_cache(maxsize=2)
def _vectors(
    official: tuple[tuple[str, ...], ...],
    codes: tuple[str, ...],
    named: tuple[tuple[str, ...], ...],
) -> dict[str, NDArray[np.generic]]:
    """The embedding, trained on the official wordings alone.

    Releases that share their wordings share the training within one build.
    """
    every, idf = phrase_features((*official, *named), len(official))
    features = every[: len(official)]
    numbers = {code: number for number, code in enumerate(sorted(set(codes)))}
    matrix = train(features, np.array([numbers[code] for code in codes], np.int64))
    used = embedding.used_buckets(features.indices)
    vectors = np.asarray(every @ matrix, np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True) + np.float32(1e-9)
    return embedding.compiled(matrix, idf, used, vectors)


def _packed(
    found: Sequence[Wording], vectors: dict[str, NDArray[np.generic]], *, diagnoses: bool = True
) -> bytes:
    codes = sorted({wording.code for wording in found})
    numbers = {code: number for number, code in enumerate(codes)}
    arrays, texts = lexical.build([wording.words for wording in found])
    arrays["code"] = np.array([numbers[wording.code] for wording in found], np.int32)
    arrays["source"] = np.array([SOURCES.index(wording.source) for wording in found], np.uint8)
    settings = [setting_of(code) if diagnoses else Setting.ANY for code in codes]
    arrays["setting"] = np.array(settings, np.uint8)
    texts["codes"] = "\n".join(codes)
    raw = [wording.text.encode() for wording in found]
    arrays["text_ends"] = np.cumsum([0, *map(len, raw)], dtype=np.int32)
    texts["texts"] = b"".join(raw).decode()
    return pack({**arrays, **vectors}, texts)
