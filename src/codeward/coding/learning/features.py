"""Features: from the numbers that speak for codes to the columns of the regression, all at once."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from codeward.coding.learning.evidence import NUMBERS

Matrix = NDArray[np.float64]

_LIFT = 3
_LEAST, _MOST = 0.003, 0.997


def features(rows: Sequence[tuple[float, ...]]) -> Matrix:
    """One line of features for each row of `evidence.row`.

    Precisions enter as log odds, alone and together, counts as logarithms, lengths and sources
    as flags.
    """
    table = np.array(rows, float)
    column = {name: table[:, number] for number, name in enumerate(NUMBERS)}
    given = table[:, -1]
    quoted, covered = column["quoted"], column["covered"]
    mined, term = column["mined"], column["term"]
    precisions = table[:, :4]
    there = precisions > 0
    odds = np.where(there, _odds(precisions), 0.0)
    lifted = np.where(there, odds + _LIFT, 0.0)
    best = np.maximum.reduce([quoted, mined, term, 0.8 * covered])
    best_odds = _odds(best)
    together = 1 - (1 - quoted) * (1 - mined) * (1 - term)
    seen = np.log1p(table[:, [NUMBERS.index(f"{name}_seen") for name in _SEEN]])
    counted = np.log1p(table[:, [NUMBERS.index(name) for name in _COUNTED]])
    quoted_length, term_length = column["quoted_length"], column["term_length"]
    is_quoted, is_mined, is_term = there[:, 0], there[:, 2], there[:, 3]
    columns = (
        best_odds,
        np.maximum(best_odds, 0),
        best,
        _odds(together),
        quoted_length == 1,
        quoted_length == 2,  # noqa: PLR2004 - words
        quoted_length > 2,  # noqa: PLR2004 - words
        column["quoted_share"],
        column["quoted_weight"],
        column["covered_weight"],
        is_quoted & (column["quoted_seen"] == 1),
        is_quoted & (column["quoted_seen"] == 2),  # noqa: PLR2004 - documents
        is_term & (column["term_seen"] == 0),
        term_length == 1,
        term_length == 2,  # noqa: PLR2004 - words
        term_length > 2,  # noqa: PLR2004 - words
        column["term_covered"],
        is_quoted * column["term_covered"],
        np.log1p(given),
        given == 0,
        is_quoted & is_mined,
        is_quoted & is_term,
        is_mined & is_term,
    )
    return np.concatenate(
        [
            there,
            lifted,
            np.maximum(odds, 0),
            seen,
            odds[:, [0, 2, 3]] * seen,
            counted,
            np.column_stack(columns),
            table[:, len(NUMBERS) : -1],
        ],
        axis=1,
    )


_SEEN = ("quoted", "mined", "term")
_COUNTED = ("quoted_times", "quoted_places", "quoted_hits", "mined_hits", "term_places")


def _odds(share: Matrix) -> Matrix:
    share = np.clip(share, _LEAST, _MOST)
    odds: Matrix = np.log(share / (1 - share))
    return odds
