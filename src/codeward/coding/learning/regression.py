"""Logistic regression over sparse evidence, its threshold, and a reliability table."""

import numpy as np
from scipy.optimize import minimize

from codeward.coding.learning.features import Matrix
from codeward.coding.learning.learned import Reliability
from codeward.coding.learning.scoring import Weights

_PENALTY = 1.0
_ITERATIONS = 300
_DIGITS = 5
_BINS = 10


def fit(rows: Matrix, right: Matrix) -> Weights:
    """Fit weights by penalised maximum likelihood; columns are standardised first.

    Weights are rounded, so that the last digits of a sum, which depend on the machine, do not
    change the file.
    """
    mean, spread = rows.mean(0), rows.std(0) + 1e-9
    scaled = np.c_[(rows - mean) / spread, np.ones(len(rows))]

    def loss(weights: Matrix) -> tuple[float, Matrix]:
        margin = scaled @ weights
        chance = 1 / (1 + np.exp(-margin))
        value = np.sum(np.logaddexp(0, margin) - right * margin)
        shrunk = np.r_[weights[:-1], 0.0] * _PENALTY
        return float(value + 0.5 * shrunk @ weights), scaled.T @ (chance - right) + shrunk

    found = minimize(
        loss,
        np.zeros(scaled.shape[1]),
        jac=True,
        method="L-BFGS-B",
        options={"maxiter": _ITERATIONS},
    ).x
    weights = found[:-1] / spread
    return Weights(
        weights=tuple(round(float(weight), _DIGITS) for weight in weights),
        bias=round(float(found[-1] - weights @ mean), _DIGITS),
    )


def best_threshold(chances: Matrix, right: Matrix, given: int) -> tuple[float, float]:
    """The threshold with the highest micro-F1, and that F1; `given` codes were to be found."""
    order = np.argsort(-chances, kind="stable")
    hits = np.cumsum(right[order])
    scores = 2 * hits / (np.arange(1, len(order) + 1) + given)
    best = int(scores.argmax())
    return round(float(chances[order][best]), 4), float(scores[best])


def reliability(chances: Matrix, right: Matrix) -> tuple[Reliability, ...]:
    """How far probabilities can be trusted, by tenths."""
    tenth = np.minimum((chances * _BINS).astype(int), _BINS - 1)
    return tuple(
        Reliability(
            int(np.sum(tenth == number)),
            round(float(chances[tenth == number].mean()), 4),
            round(float(right[tenth == number].mean()), 4),
        )
        for number in range(_BINS)
        if np.any(tenth == number)
    )
