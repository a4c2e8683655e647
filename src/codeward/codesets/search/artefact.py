"""Compiles the search index of a release: the artefact that the release file carries."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

import msgspec
import numpy as np
from numpy.typing import NDArray

from codeward.codesets.phrases import (
    DefaultLeaves,
    Node,
    Phrase,
    nodes,
    phrases,
    training_wordings,
)
from codeward.codesets.search import embedding, lexical
from codeward.codesets.search.artefact_sources import NAME, SOURCES
from codeward.codesets.search.container import pack
from codeward.codesets.search.context import Setting, setting_of
from codeward.codesets.search.sides import sided_names
from codeward.codesets.search.terms import words
from codeward.codesets.search.texts import compressed
from codeward.codesets.search.training import (
    Floats,
    inverse_frequencies,
    phrase_features,
    train,
)
from codeward.codesets.tables import Tables

_TITLES = "SELECT code, title FROM code WHERE billable AND title IS NOT NULL ORDER BY code"


class Wording(msgspec.Struct, frozen=True):
    """One entry of the index: words that lead to a base code."""

    words: tuple[str, ...]
    code: str
    text: str
    source: str


def search_artefact(tables: Tables) -> bytes:
    """The search index of an ICD-10-CM release, with the embedding of all releases of the build."""
    return compiled(nodes(tables), phrases(tables, every_order=False), training_wordings(tables))


def title_search_artefact(tables: Tables) -> bytes:
    """The search index of a code set that is searched by its titles alone."""
    found = [
        Wording(tuple(words(title)), code, "", "title") for code, title in tables.rows(_TITLES)
    ]
    return _packed(found, {}, diagnoses=False)


def compiled(
    listed: Sequence[Node],
    official: Iterable[Phrase],
    training: tuple[tuple[str, str], ...] | None = None,
) -> bytes:
    """The index over `official` phrases and the names of this package.

    Headers are replaced by the code that they open to.

    Args:
        listed: The categories and codes of the release.
        official: Its official wordings.
        training: Text and code of the wordings that the embedding learns from, equal for all
            releases of a build so that it is trained once; without any, those of the release.
    """
    leaves = DefaultLeaves(listed)
    found = _wordings(official, leaves)
    named = [
        Wording(tuple(words(text)), leaves.of(code), text, NAME)
        for text, code in sided_names(listed)
    ]
    learned = training or tuple((wording.text, wording.code) for wording in found)
    vectors = _vectors([wording.words for wording in (*found, *named)], _trained(learned))
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


def _vectors(
    wordings: Sequence[tuple[str, ...]], trained: tuple[Floats, Floats]
) -> dict[str, NDArray[np.generic]]:
    """The arrays of the embedding for the wordings of a release."""
    matrix, idf = trained
    features = phrase_features(wordings, idf)
    vectors = np.asarray(features @ matrix, np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True) + np.float32(1e-9)
    return embedding.compiled(matrix, idf, embedding.used_buckets(features.indices), vectors)


@lru_cache(maxsize=1)
def _trained(learned: tuple[tuple[str, str], ...]) -> tuple[Floats, Floats]:
    """Matrix and idf of the embedding, trained on official wordings alone."""
    said: dict[tuple[tuple[str, ...], str], tuple[str, ...]] = {}
    for text, code in learned:
        found = tuple(words(text))
        if found:
            said.setdefault((tuple(sorted(found)), code), found)
    idf = inverse_frequencies(list(said.values()))
    numbers = {code: number for number, code in enumerate(sorted({code for _, code in said}))}
    codes = np.array([numbers[code] for _, code in said], np.int64)
    return train(phrase_features(list(said.values()), idf), codes), idf


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
    shown = compressed([wording.text for wording in found])
    return pack({**arrays, **shown, **vectors}, texts)
