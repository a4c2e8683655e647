"""Excludes1 notes as rules: which codes a note covers, and which it forbids beside them.

A rule, not a table of pairs: 5,000 notes make 250,000 rows, their pairs would be 15 million. Two
codes conflict where one is a source and the other a target of the same rule.
Source: ICD-10-CM Official Guidelines, section I.A.12.a.
"""

from collections.abc import Iterable, Sequence

import msgspec

from codeward.codesets.code_lists import CodeRange, closing_list, parse_items
from codeward.codesets.document_order import DocumentOrder, UnreadItem
from codeward.codesets.entry import NoteKind
from codeward.codesets.readers.tabular_xml import TabularNode


class ExcludesRule(msgspec.Struct, frozen=True):
    """One note: `sources` are the codes below its owner, `targets` the codes it excludes."""

    number: int
    owner: str
    text: str
    sources: tuple[str, ...]
    targets: tuple[str, ...]


class ExcludesRules(msgspec.Struct, frozen=True):
    """All rules of a release, and what became of the other notes.

    Attributes:
        rules: Rules with at least one source and one target.
        notes: How many Excludes1 notes there are.
        without_codes: How many name no code in closing parentheses: for a person to read.
        unread: Items of code lists that do not parse or name no node: defects to report.
    """

    rules: tuple[ExcludesRule, ...]
    notes: int
    without_codes: int
    unread: tuple[UnreadItem, ...]


def excludes1_rules(nodes: Sequence[TabularNode], order: DocumentOrder) -> ExcludesRules:
    """The rules of all Excludes1 notes over the billable codes of one release."""
    noted = [
        (node.code, note.text)
        for node in nodes
        for note in node.notes
        if note.kind is NoteKind.EXCLUDES1
    ]
    rules: list[ExcludesRule] = []
    unread: list[UnreadItem] = []
    without_codes = 0
    for number, (owner, text) in enumerate(noted, start=1):
        items = closing_list(text)
        without_codes += not items
        targets, faults = _targets(items, order)
        unread += (UnreadItem(owner, item, text) for item in faults)
        sources = tuple(order.below(owner, owner))
        others = tuple(sorted(targets.difference(sources)))
        if sources and others:
            rules.append(ExcludesRule(number, owner, text, sources, others))
    return ExcludesRules(tuple(rules), len(noted), without_codes, tuple(unread))


def _targets(items: tuple[str, ...], order: DocumentOrder) -> tuple[set[str], list[str]]:
    ranges, unparsed = parse_items(items)
    faults = list(unparsed)
    found: set[str] = set()
    for one in ranges:
        if one.first in order and one.last in order:
            found.update(_covered(one, order))
        else:
            faults.append(one.first if one.first == one.last else f"{one.first}-{one.last}")
    return found, faults


def _covered(one: CodeRange, order: DocumentOrder) -> Iterable[str]:
    codes = order.below(one.first, one.last)
    return codes if one.condition is None else filter(one.condition, codes)
