"""Excludes1 rules and the printed order, on a small Tabular List."""

import pytest

from codeward.codesets.document_order import DocumentOrder
from codeward.codesets.excludes import ExcludesRules, excludes1_rules
from codeward.codesets.expansion import extensions, seventh_definitions
from codeward.codesets.readers.tabular_xml import read_tabular
from tests.unit.codesets.tabular_sample import SAMPLE

NODES = read_tabular(SAMPLE).nodes
HOMES = [
    ("C75", "C75"),
    ("C7A0", "C7A0"),
    ("C7A9", "C7A"),
    ("C76", "C76"),
    ("S010XXA", "S010"),
    ("S015X1A", "S015X1"),
]


@pytest.fixture
def order() -> DocumentOrder:
    return DocumentOrder(NODES, HOMES)


@pytest.fixture
def rules(order: DocumentOrder) -> ExcludesRules:
    return excludes1_rules(NODES, order)


def test_codes_stand_in_printed_order(order: DocumentOrder) -> None:
    assert order.codes == ["C75", "C7A9", "C7A0", "C76", "S010XXA", "S015X1A"]


@pytest.mark.parametrize(
    ("first", "last", "codes"),
    [
        ("C76-C80", "C76-C80", ["C76"]),
        ("C75", "C76", ["C75", "C7A9", "C7A0", "C76"]),
        ("C00-C80", "C00-C80", ["C75", "C7A9", "C7A0", "C76"]),
        ("S01", "S01", ["S010XXA", "S015X1A"]),
        ("C7A0", "C7A0", ["C7A0"]),
    ],
)
def test_a_range_covers_what_is_printed_in_it(
    order: DocumentOrder, first: str, last: str, codes: list[str]
) -> None:
    assert order.below(first, last) == codes


def test_a_rule_joins_the_codes_below_its_owner_with_those_it_names(rules: ExcludesRules) -> None:
    made = [(rule.owner, rule.sources, rule.targets) for rule in rules.rules]
    assert made == [("C76-C80", ("C76",), ("C7A0", "C7A9"))]


def test_every_note_is_accounted_for(rules: ExcludesRules) -> None:
    assert rules.notes == 5
    assert rules.without_codes == 1
    assert [(one.owner, one.item) for one in rules.unread] == [
        ("CH02", "B01"),
        ("S010", "S015"),
        ("S010", "S09Q"),
    ]


def test_leaves_below_a_definition_are_padded_and_extended() -> None:
    made = {one.code: (one.title, one.leaf) for one in extensions(NODES)}
    assert made == {
        "S010XXA": ("Wound of scalp, initial encounter", "S010"),
        "S010XXS": ("Wound of scalp, sequela", "S010"),
        "S015X1A": ("Wound of upper lip, initial encounter", "S015X1"),
        "S015X1S": ("Wound of upper lip, sequela", "S015X1"),
    }


def test_a_definition_is_inherited() -> None:
    definitions = seventh_definitions(NODES)
    assert definitions["S015X1"] == (("A", "initial encounter"), ("S", "sequela"))
    assert "C7A0" not in definitions
