"""The page of the X12 rules names every rule of the catalogue and says what it demands."""

from codeward.formats.x12.documentation import rules_page
from codeward.formats.x12.rules.catalog import RULES, SEGMENT_RULES


def test_every_rule_has_a_row_with_its_demand() -> None:
    rows = [line for line in rules_page().splitlines() if line.startswith("| P")]
    assert {row.split(" | ")[0].removeprefix("| ") for row in rows} == {
        one.id for one in (*RULES, *SEGMENT_RULES)
    }
    assert all(len(row.split(" | ")[4]) > 10 for row in rows)


def test_rows_stand_in_the_order_of_their_numbers() -> None:
    numbers = [line[2:10] for line in rules_page().splitlines() if line.startswith("| P")]
    assert [one[-3:] for one in numbers] == sorted(one[-3:] for one in numbers)
