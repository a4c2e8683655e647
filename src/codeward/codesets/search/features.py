"""Hashed features of a word: what the static embedding sees of it."""

import zlib
from functools import lru_cache

from codeward.codesets.search.terms import stem

BUCKETS = 1 << 16
_GRAM_SIZES = (3, 4, 5)
_STEM_WEIGHT = 2
_GRAM_WEIGHT = 1


@lru_cache(maxsize=16_384)
def word_features(word: str) -> tuple[tuple[int, int], ...]:
    """Buckets and counts of one word: its stem, and all 3- to 5-grams between `<` and `>`."""
    counts = {_bucket(f"={stem(word)}"): _STEM_WEIGHT}
    framed = f"<{word}>"
    for size in _GRAM_SIZES:
        for start in range(len(framed) - size + 1):
            bucket = _bucket(framed[start : start + size])
            counts[bucket] = counts.get(bucket, 0) + _GRAM_WEIGHT
    return tuple(counts.items())


def _bucket(feature: str) -> int:
    return zlib.crc32(feature.encode()) % BUCKETS
