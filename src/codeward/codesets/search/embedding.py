"""Static embedding of a release: compiled small, scanned coarsely first, then exactly.

The vectors are turned to their principal axes, so the first quarter of the dimensions holds most of
a cosine: all wordings are compared in it, and only the best in full.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from codeward.codesets.search.container import Container
from codeward.codesets.search.features import BUCKETS, word_features

Floats = NDArray[np.float32]

COARSE = 32
_LEVELS = 127


def compiled(
    matrix: Floats, idf: Floats, used: NDArray[np.bool_], vectors: Floats
) -> dict[str, NDArray[np.generic]]:
    """Arrays to store, all in bytes: the matrix by used bucket, scaled by row, and the vectors."""
    _, axes = np.linalg.eigh(vectors.T.astype(np.float64) @ vectors)
    rotation = _signed(axes[:, ::-1]).astype(np.float32)
    turned = vectors @ rotation
    scale = np.maximum(np.abs(turned).max(axis=0), 1e-6) / _LEVELS
    levels = np.rint(turned / scale).astype(np.int8)
    rows = np.where(used, np.cumsum(used) - 1, -1).astype(np.int32)
    weighted = (matrix[used] * idf[used][:, None]) @ rotation
    sizes = np.maximum(np.abs(weighted).max(axis=1), 1e-6).astype(np.float32) / _LEVELS
    return {
        "buckets": rows,
        "matrix": np.rint(weighted / sizes[:, None]).astype(np.int8),
        "matrix_scale": sizes,
        "scale": scale.astype(np.float32),
        "coarse": levels[:, :COARSE].copy(),
        "fine": levels[:, COARSE:].copy(),
    }


def _signed(axes: NDArray[np.float64]) -> NDArray[np.float64]:
    """Axes with a fixed sign: an eigenvector has none of its own."""
    largest = np.abs(axes).argmax(axis=0)
    signed: NDArray[np.float64] = axes * np.sign(axes[largest, np.arange(axes.shape[1])])
    return signed


class Embedding:
    """The embedding of one release, for queries."""

    def __init__(self, content: Container) -> None:
        self._buckets = content.array("buckets").view(np.int32)
        self._matrix = content.array("matrix").view(np.int8)
        self._matrix_scale = content.array("matrix_scale").view(np.float32)
        self._scale = content.array("scale").view(np.float32)
        self._coarse = content.array("coarse").astype(np.float32)
        self._fine = content.array("fine").view(np.int8)

    def vector(self, words: Sequence[str]) -> Floats:
        """The unit vector of a query, scaled for the stored levels; zero if nothing is known."""
        weights: dict[int, float] = {}
        for word in words:
            for bucket, count in word_features(word):
                row = int(self._buckets[bucket])
                if row >= 0:
                    weights[row] = weights.get(row, 0.0) + count
        if not weights:
            return np.zeros_like(self._scale)
        rows = np.fromiter(weights, np.int64)
        counts = np.fromiter(weights.values(), np.float32)
        vector = (counts * self._matrix_scale[rows]) @ self._matrix[rows].astype(np.float32)
        unit: Floats = vector / (np.linalg.norm(vector) + np.float32(1e-9))
        return unit * self._scale

    def coarse(self, vector: Floats) -> Floats:
        """Approximate cosine with every wording."""
        scores: Floats = self._coarse @ vector[:COARSE]
        return scores

    def exact(self, vector: Floats, wordings: NDArray[np.int64]) -> Floats:
        """Cosine with the given wordings."""
        fine = self._fine[wordings].astype(np.float32) @ vector[COARSE:]
        scores: Floats = self._coarse[wordings] @ vector[:COARSE] + fine
        return scores


def used_buckets(indices: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Which buckets any wording uses."""
    return np.bincount(indices, minlength=BUCKETS) > 0
