"""Negation on the development half of the NegEx sentences (Chapman et al.), span given."""

import pytest

from codeward.codesets.words import stems, words
from codeward.coding.assertion import Assertion, scopes

LEAST_F1 = 0.955


@pytest.fixture(scope="module")
def rows(shared):
    file = shared / "corpora" / "negex" / "rsAnnotations-1-120-random.first-half.txt"
    return [line.split("\t") for line in file.read_text(encoding="latin-1").splitlines()[1:]]


def test_negation_reaches_the_bar(rows):
    right = false = missed = 0
    for _, condition, sentence, status, *_ in rows:
        predicted, negated = negated_in(sentence, condition), status == "Negated"
        right += predicted and negated
        false += predicted and not negated
        missed += negated and not predicted
    f1 = 2 * right / (2 * right + false + missed)
    assert f1 >= LEAST_F1, f"negation F1 {f1:.3f}"


def negated_in(sentence, condition):
    found, key = words(sentence), stems(condition)
    have = [word.stem for word in found]
    first = next((n for n in range(len(have)) if tuple(have[n : n + len(key)]) == key), None)
    begin, end = (0, len(found)) if first is None else (first, first + len(key))
    return any(
        scope.reading is Assertion.NEGATED and scope.first <= begin and end <= scope.last
        for scope in scopes(found)
    )
