"""The published page of the X12 rules, made from the catalogue and the rules' own docstrings."""

from collections.abc import Callable
from typing import Any

from codeward.formats.x12.rule import SegmentRule
from codeward.formats.x12.rules.catalog import RULES, SEGMENT_RULES

_HEAD = """# X12 rules

Generated from `codeward.formats.x12.rules`. `codeward x12 validate` also holds every segment
against the structure tables of its guide: order, repetition, usage, element types, lengths and code
values (SNIP types 1 and 2). The rules below look across segments.

| Rule | SNIP | Transaction | Answer | What it demands |
|---|---|---|---|---|
"""


def rules_page() -> str:
    """The rules in the order of their numbers, as a Markdown page."""
    rows = {
        *((one.id, one.snip, ", ".join(sorted(one.sets)), one.answer, _first_line(one.check))
          for one in RULES),
        *((one.id, one.snip, _sets(one), one.answer, _first_line(one.check))
          for one in SEGMENT_RULES),
    }  # fmt: skip
    lines = [
        f"| {number} | {snip} | {sets} | {answer} | {demand} |\n"
        for number, snip, sets, answer, demand in sorted(rows, key=_by_number)
    ]
    return _HEAD + "".join(lines)


def _sets(rule: SegmentRule) -> str:
    """The claims that hold its segments."""
    only = {"SV1": "837P", "SV2": "837I", "SV3": "837D"}
    return only.get("".join(rule.segments), "837P, 837I, 837D")


def _first_line(check: Callable[..., Any]) -> str:
    return (check.__doc__ or "").strip().partition("\n")[0].replace("|", "\\|")


def _by_number(row: tuple[str, int, str, str, str]) -> tuple[str, str]:
    number, _, _, _, demand = row
    return (number.rpartition("-")[2], demand)
