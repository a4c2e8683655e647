"""Rows of an ICD-10-CM release: valid codes, the hierarchy around them, notes and rules.

Which codes are valid comes from the Medicare Code Editor's dates, never from the Tabular List: that
is one edition, and serves the years beside its own as the nearest source of wording and notes.
"""

from collections.abc import Iterable, Iterator, Sequence

from codeward.codesets.calendar import PlannedRelease
from codeward.codesets.code_lists import closing_list
from codeward.codesets.document_order import DocumentOrder
from codeward.codesets.entry import Kind
from codeward.codesets.excludes import ExcludesRules, excludes1_rules
from codeward.codesets.index_forms import forms_of_path
from codeward.codesets.phrases import DefaultLeaves, Phrase
from codeward.codesets.readers.tabular_xml import TabularNode
from codeward.codesets.report import BuildReport
from codeward.codesets.sources import (
    CM_TITLES_SOURCE,
    CM_TITLES_YEAR,
    TABULAR_SOURCE,
    TABULAR_YEAR,
    VALIDITY_SOURCE,
    Sources,
)
from codeward.codesets.tables import (
    CODE,
    EXCLUDES1,
    EXCLUDES1_RULE,
    NOTE,
    OTHER_TIME,
    PHRASE,
    SEVENTH,
    TRAINING,
    Row,
)
from codeward.model import System

_SHORTEST_HOME = 3
_ANY_YEAR = 9999


def icd10cm_rows(
    planned: PlannedRelease, sources: Sources
) -> tuple[dict[str, list[Row]], BuildReport]:
    """All rows but those that hold for every release alike (spans, conversions)."""
    hierarchy = _Hierarchy(planned, sources)
    nodes = [node for node in sources.tabular.nodes if node.code in hierarchy.present]
    codes = [hierarchy.row(code) for code in (*hierarchy.valid, *hierarchy.headers)]
    order = DocumentOrder(
        sources.tabular.nodes, ((code, hierarchy.home(code)) for code in hierarchy.valid)
    )
    rules = excludes1_rules(sources.tabular.nodes, order)
    indexed = sources.imports.index_phrases(
        planned.fiscal_year, frozenset(node.code for node in sources.tabular.nodes)
    )
    known = frozenset(node.code for node in nodes)
    rows: dict[str, list[Row]] = {
        CODE.name: codes,
        OTHER_TIME.name: list(hierarchy.other_time()),
        NOTE.name: [row for node in nodes for row in _note_rows(node)],
        SEVENTH.name: [(node.code, *one) for node in nodes for one in node.seventh],
        EXCLUDES1.name: list(_excludes1_rows(rules)),
        EXCLUDES1_RULE.name: [(rule.number, rule.owner, rule.text) for rule in rules.rules],
        PHRASE.name: _phrase_rows(one for one in (indexed or _NONE)[1] if one.code in known),
        TRAINING.name: _training_rows(sources, (indexed or _NONE)[1]),
    }
    imported = [f"titles of new and reworded codes: {one.source}" for one in hierarchy.added]
    imported += [f"further wordings: {indexed[0]}"] if indexed else []
    return rows, _report(planned, rows, rules, imported)


class _Hierarchy:
    """Which nodes belong to the release, and what stands above each code."""

    def __init__(self, planned: PlannedRelease, sources: Sources) -> None:
        self._sources = sources
        self._nodes = {node.code: node for node in sources.tabular.nodes}
        own_year = planned.fiscal_year == CM_TITLES_YEAR
        # The wording that addenda bring after the year of the Tabular List.
        self.added = sources.imports.titles(
            System.ICD10CM, after=TABULAR_YEAR, until=planned.fiscal_year
        )
        later = sources.imports.titles(System.ICD10CM, after=TABULAR_YEAR, until=_ANY_YEAR)
        tabular = [
            ({code: node.title for code, node in self._nodes.items()}, TABULAR_SOURCE),
            ({code: one.title for code, one in sources.extensions.items()}, TABULAR_SOURCE),
        ]
        added = [(one.titles, one.source) for one in self.added]
        own = [(sources.cm_titles, CM_TITLES_SOURCE)] if own_year else []
        # Where to look for a title, the best place first.
        self._current = [*own, *added, *tabular]
        self._otherwise = [
            *tabular,
            (sources.cm_titles, CM_TITLES_SOURCE),
            *((one.titles, one.source) for one in later),
        ]
        self.valid = sources.cm_master.valid_between(planned.first, planned.last)
        self.headers = frozenset(self._above(self.valid))
        self.present = self.valid | self.headers

    def home(self, code: str) -> str:
        """The node at which the code stands: itself, the leaf it extends, or its longest prefix."""
        if code in self._nodes:
            return code
        extension = self._sources.extensions.get(code)
        return extension.leaf if extension else self._longest_prefix(code)

    def row(self, code: str) -> Row:
        billable = code in self.valid
        title, source = self._title(code, current=billable)
        parent = self._parent(code)
        return (code, title, int(billable), int(not billable), parent, source, self._kind(code))

    def other_time(self) -> Iterator[Row]:
        """Codes that some source knows and that this release lacks."""
        known = {span.code for span in self._sources.cm_master.spans}
        for code in known.union(self._nodes).difference(self.present):
            title, source = self._title(code, current=False)
            yield code, title, self._parent(code), source

    def _above(self, codes: frozenset[str]) -> set[str]:
        found: set[str] = set()
        for code in codes:
            parent = self._parent(code)
            while parent is not None and parent not in found:
                found.add(parent)
                parent = self._nodes[parent].parent
        return found - codes

    def _parent(self, code: str) -> str | None:
        node = self._nodes.get(code)
        return node.parent if node else self.home(code)

    def _longest_prefix(self, code: str) -> str:
        """Where a code belongs that the Tabular List does not have (yet, or any more)."""
        for size in range(len(code) - 1, _SHORTEST_HOME - 1, -1):
            if code[:size] in self._nodes:
                return code[:size]
        return self._chapter_near(code[:_SHORTEST_HOME])

    def _chapter_near(self, category: str) -> str:
        """The chapter of a category that the Tabular List lacks: that of the one before it.

        A block is not guessed: by its characters `C7B` would fall into `C76-C80`, wrongly.
        """
        before = [
            node
            for node in self._sources.tabular.nodes
            if node.kind is Kind.CATEGORY and node.code < category
        ]
        return self._chapter_of(before[-1] if before else self._sources.tabular.nodes[0])

    def _chapter_of(self, node: TabularNode) -> str:
        while node.parent is not None:
            node = self._nodes[node.parent]
        return node.code

    def _title(self, code: str, *, current: bool) -> tuple[str | None, str]:
        """The title of the release's own year where there is one, else that of the Tabular List."""
        for titles, source in self._current if current else self._otherwise:
            if code in titles:
                return titles[code], source
        return None, ""

    def _kind(self, code: str) -> str:
        node = self._nodes.get(code)
        if node is None:
            return Kind.EXTENSION if code in self._sources.extensions else Kind.CODE
        if node.kind in {Kind.CHAPTER, Kind.BLOCK, Kind.CATEGORY}:
            return node.kind.value
        return Kind.CODE.value if code in self.valid else Kind.SUBCATEGORY.value


_NONE: tuple[str, tuple[Phrase, ...]] = ("", ())


def _training_rows(sources: Sources, indexed: Iterable[Phrase]) -> list[Row]:
    """All wordings of the sources, whatever is valid when: one embedding then serves each year."""
    leaves = DefaultLeaves(sources.tabular_nodes)
    plain = ((forms_of_path(one.text)[0], one.code) for one in indexed)
    tabular = ((one.text, one.code) for one in sources.tabular_phrases)
    return sorted({(text, leaves.of(code)) for text, code in (*tabular, *plain) if code in leaves})


def _phrase_rows(found: Iterable[Phrase]) -> list[Row]:
    return sorted({(one.text, one.code, one.source.value) for one in found})


def _note_rows(node: TabularNode) -> Iterator[Row]:
    for number, note in enumerate(node.notes):
        targets = "\n".join(closing_list(note.text))
        yield node.code, number, note.kind.value, note.text, targets


def _excludes1_rows(rules: ExcludesRules) -> Iterator[Row]:
    """For each code the rules in which it is a source, and those in which it is a target."""
    roles: dict[str, tuple[list[str], list[str]]] = {}
    for rule in rules.rules:
        for codes, role in ((rule.sources, 0), (rule.targets, 1)):
            for code in codes:
                roles.setdefault(code, ([], []))[role].append(str(rule.number))
    for code, (sources, targets) in roles.items():
        yield code, " ".join(sources), " ".join(targets)


def _report(
    planned: PlannedRelease,
    rows: dict[str, list[Row]],
    rules: ExcludesRules,
    imported: Sequence[str],
) -> BuildReport:
    codes = rows[CODE.name]
    own_titles = planned.fiscal_year == CM_TITLES_YEAR
    titles = f"{CM_TITLES_SOURCE} (drg 1.0.0), else " if own_titles else ""
    return BuildReport(
        counts={
            "billable": sum(row[2] for row in codes),
            "headers": sum(row[3] for row in codes),
            "untitled": sum(row[1] is None for row in codes),
            "notes": len(rows[NOTE.name]),
            **({"index_phrases": len(rows[PHRASE.name])} if rows[PHRASE.name] else {}),
            "excludes1_notes": rules.notes,
            "excludes1_without_codes": rules.without_codes,
            "excludes1_rules": len(rules.rules),
        },
        sources=(
            f"validity: {VALIDITY_SOURCE}",
            f"titles: {titles}{TABULAR_SOURCE} (simple-icd-10-cm 1.5.0)",
            f"hierarchy and notes: {TABULAR_SOURCE} (simple-icd-10-cm 1.5.0)",
            *(f"{one} (imported)" for one in imported),
        ),
        defects=tuple(
            f"Excludes1 note at {one.owner}: {one.item!r} names no code of the Tabular List"
            for one in rules.unread
        ),
    )
