"""Assertion on invented notes with sections: the development half and the half only scored."""

import importlib.util
from pathlib import Path

import pytest

from codeward.coding.assertion import Assertion

ROOT = Path(__file__).parents[2]
LEAST = {
    Assertion.HISTORICAL: 0.75,
    Assertion.NEGATED: 0.955,
    Assertion.FAMILY: 0.85,
    Assertion.HYPOTHETICAL: 0.85,
    Assertion.POSSIBLE: 0.75,
}


@pytest.fixture(scope="module")
def measure():
    file = ROOT / "benchmarks" / "assertion.py"
    spec = importlib.util.spec_from_file_location("assertion_measure", file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("half", ["dev", "test"])
def test_every_class_reaches_its_bar(measure, half):
    found = measure.by_class(measure.NOTES / f"{half}.txt")
    below = {
        str(assertion): round(found[assertion].f1, 3)
        for assertion, least in LEAST.items()
        if found[assertion].f1 < least
    }
    assert below == {}


def test_both_halves_hold_thirty_notes_and_more(measure):
    assert [len(list(measure.notes(file))) for file in sorted(measure.NOTES.glob("*.txt"))] == [
        32,
        32,
    ]
