"""Scoring: the probability of each code that something in a text speaks for."""

from collections.abc import Mapping

import msgspec
import numpy as np

from codeward.coding.learning.evidence import LEAST_PRECISION, Support, row
from codeward.coding.learning.features import Matrix, features
from codeward.coding.learning.tokens import Place

_MOST_PLACES = 20


class Weights(msgspec.Struct, frozen=True, array_like=True):
    """A logistic regression over the features of a code, and from where on a code is suggested."""

    weights: tuple[float, ...]
    bias: float
    threshold: float = 1.0


class Scored(msgspec.Struct, frozen=True):
    """A code with its probability.

    Attributes:
        code: Undotted code.
        probability: Share of such codes that people have given in training.
        places: Where the phrases stand, the one of highest precision first.
        seen: In how many training documents the first phrase stood.
        precision: Smoothed share of them that had the code.
    """

    code: str
    probability: float
    places: tuple[Place, ...]
    seen: int
    precision: float


def candidates(
    found: Mapping[str, Support], given: Mapping[str, int]
) -> dict[str, tuple[float, ...]]:
    """The codes with enough behind them and the numbers that speak for them, by code."""
    return {
        code: row(support, given.get(code, 0))
        for code, support in sorted(found.items())
        if support.best >= LEAST_PRECISION
    }


def scored(
    found: Mapping[str, Support], given: Mapping[str, int], by: Weights
) -> tuple[Scored, ...]:
    """The codes that are probable enough to be suggested, in the order of the codes."""
    rows = candidates(found, given)
    if not rows:
        return ()
    chances = predict(features(list(rows.values())), by).tolist()
    return tuple(
        _scored(code, found[code], chance)
        for code, chance in zip(rows, chances, strict=True)
        if chance >= by.threshold
    )


def predict(rows: Matrix, by: Weights) -> Matrix:
    """The probability of each line of features."""
    margin = rows @ np.asarray(by.weights) + by.bias
    chance: Matrix = 1 / (1 + np.exp(-margin))
    return chance


def _scored(code: str, support: Support, chance: float) -> Scored:
    loudest = sorted(support.places, key=lambda one: (-one[0], one[2]))
    places = dict.fromkeys(Place(*place) for _, _, places in loudest for place in places)
    precision, seen, _ = loudest[0]
    return Scored(code, round(chance, 4), tuple(places)[:_MOST_PLACES], seen, precision)
