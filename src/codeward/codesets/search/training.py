"""Trains the static embedding of a release on its own official wordings; build time only.

Two wordings of one code are pulled together, the other wordings of a batch pushed apart. Nothing is
downloaded, nothing random is left open: the same phrases and seed give the same matrix.
"""

from collections.abc import Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from codeward.codesets.search.features import BUCKETS, word_features

Floats = NDArray[np.float32]
Integers = NDArray[np.int64]


class Recipe(msgspec.Struct, frozen=True):
    """Settings of the training; the defaults are those measured best."""

    dimensions: int = 96
    epochs: int = 3
    batch: int = 768
    temperature: float = 0.05
    rate: float = 0.05
    left_dropout: float = 0.30
    right_dropout: float = 0.15
    pairs_per_code: int = 3
    seed: int = 20261001


def inverse_frequencies(phrases: Sequence[Sequence[str]]) -> Floats:
    """The idf of each feature bucket over the phrases."""
    counts = _feature_counts(phrases)
    frequency = np.bincount(counts.indices, minlength=BUCKETS)
    return np.log((len(phrases) + 1) / (frequency + 1)).astype(np.float32)


def phrase_features(phrases: Sequence[Sequence[str]], idf: Floats) -> sparse.csr_matrix:
    """One L2-normalised row of weighted features a phrase."""
    counts = _feature_counts(phrases)
    counts.data = counts.data * idf[counts.indices]
    return _normalised_rows(counts)


def _feature_counts(phrases: Sequence[Sequence[str]]) -> sparse.csr_matrix:
    vocabulary = {word: at for at, word in enumerate(dict.fromkeys(w for p in phrases for w in p))}
    counts: sparse.csr_matrix = _word_rows(phrases, vocabulary) @ _feature_rows(list(vocabulary))
    return counts


def _word_rows(phrases: Sequence[Sequence[str]], at: dict[str, int]) -> sparse.csr_matrix:
    columns = np.fromiter((at[word] for phrase in phrases for word in phrase), np.int32)
    ends = np.cumsum([0, *(len(phrase) for phrase in phrases)], dtype=np.int32)
    data = np.ones(len(columns), np.float32)
    rows = sparse.csr_matrix((data, columns, ends), shape=(len(phrases), len(at)))
    rows.sum_duplicates()
    return rows


def _feature_rows(vocabulary: Sequence[str]) -> sparse.csr_matrix:
    features = [word_features(word) for word in vocabulary]
    columns = np.fromiter((bucket for row in features for bucket, _ in row), np.int32)
    data = np.fromiter((count for row in features for _, count in row), np.float32)
    ends = np.cumsum([0, *(len(row) for row in features)], dtype=np.int32)
    return sparse.csr_matrix((data, columns, ends), shape=(len(vocabulary), BUCKETS))


def _normalised_rows(rows: sparse.csr_matrix) -> sparse.csr_matrix:
    lengths = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1))).ravel()
    scale = np.repeat(1 / np.maximum(lengths, 1e-9), np.diff(rows.indptr))
    rows.data = (rows.data * scale).astype(np.float32)
    rows.sort_indices()
    return rows


def train(rows: sparse.csr_matrix, codes: Integers, recipe: Recipe | None = None) -> Floats:
    """The embedding: one vector a feature bucket.

    Args:
        rows: Features of each phrase, from `phrase_features`.
        codes: The code of each phrase, as a number.
        recipe: Settings.
    """
    recipe = recipe or Recipe()
    random = np.random.default_rng(recipe.seed)
    shape = (BUCKETS, recipe.dimensions)
    matrix = random.standard_normal(shape, np.float32) / np.float32(np.sqrt(recipe.dimensions))
    memory = np.zeros(BUCKETS, np.float32)
    for _ in range(recipe.epochs):
        left, right = _pairs(codes, recipe.pairs_per_code, random)
        for start in range(0, len(left), recipe.batch):
            batch = slice(start, start + recipe.batch)
            left_rows = _dropped(rows[left[batch]], recipe.left_dropout, random)
            right_rows = _dropped(rows[right[batch]], recipe.right_dropout, random)
            same = codes[left[batch]][:, None] == codes[right[batch]][None, :]
            _step(matrix, memory, (left_rows, right_rows), same, recipe)
    return matrix


def _pairs(
    codes: Integers, per_code: int, random: np.random.Generator
) -> tuple[Integers, Integers]:
    """Random pairs of phrases of one code; a code's only phrase pairs with itself."""
    order = np.argsort(codes, kind="stable")
    starts = np.flatnonzero(np.r_[True, np.diff(codes[order]) != 0])
    sizes = np.diff(np.r_[starts, len(order)])
    wanted = np.minimum(sizes, per_code)
    start, size = np.repeat(starts, wanted), np.repeat(sizes, wanted)
    first = random.integers(0, size)
    second = (first + random.integers(1, np.maximum(size, 2))) % size
    shuffled = random.permutation(len(start))
    return order[start + first][shuffled], order[start + second][shuffled]


def _dropped(
    rows: sparse.csr_matrix, share: float, random: np.random.Generator
) -> sparse.csr_matrix:
    kept = random.random(len(rows.data), np.float32) >= share
    rows.data = rows.data * kept
    return rows


def _step(
    matrix: Floats,
    memory: Floats,
    sides: tuple[sparse.csr_matrix, sparse.csr_matrix],
    same: NDArray[np.bool_],
    recipe: Recipe,
) -> None:
    """One batch: softmax over cosines, gradient through the normalisation, row-wise AdaGrad."""
    used = np.zeros(BUCKETS, bool)
    for side in sides:
        used[side.indices] = True
    buckets = np.flatnonzero(used)
    local = np.cumsum(used) - 1
    weights = matrix[buckets]
    left, right = (_narrowed(side, local, len(buckets)) for side in sides)
    left_unit, left_length = _unit(left @ weights)
    right_unit, right_length = _unit(right @ weights)
    error = _softmax_error(left_unit @ right_unit.T / recipe.temperature, same)
    gradient = left.T @ _through(error @ right_unit, left_unit, left_length)
    gradient += right.T @ _through(error.T @ left_unit, right_unit, right_length)
    memory[buckets] += np.einsum("ij,ij->i", gradient, gradient) / np.float32(recipe.dimensions)
    gradient *= (np.float32(recipe.rate) / np.sqrt(memory[buckets] + np.float32(1e-8)))[:, None]
    matrix[buckets] = weights - gradient


def _narrowed(rows: sparse.csr_matrix, local: Integers, width: int) -> sparse.csr_matrix:
    columns = local[rows.indices]
    return sparse.csr_matrix((rows.data, columns, rows.indptr), shape=(rows.shape[0], width))


def _unit(vectors: Floats) -> tuple[Floats, Floats]:
    lengths = np.sqrt((vectors * vectors).sum(axis=1, keepdims=True)) + np.float32(1e-6)
    return vectors / lengths, lengths


def _softmax_error(logits: Floats, same: NDArray[np.bool_]) -> Floats:
    """Softmax minus target; other pairs of the same code do not count."""
    diagonal = np.arange(len(logits))
    masked = same.copy()
    masked[diagonal, diagonal] = False
    logits[masked] = -np.inf
    logits -= logits.max(axis=1, keepdims=True)
    error = np.exp(logits)
    error /= error.sum(axis=1, keepdims=True)
    error[diagonal, diagonal] -= 1
    return error.astype(np.float32)


def _through(gradient: Floats, unit: Floats, length: Floats) -> Floats:
    through: Floats = (gradient - unit * (gradient * unit).sum(axis=1, keepdims=True)) / length
    return through
