"""One code set on one day: what a code means, when it is valid, and what its notes demand."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from codeward.codesets.day_numbers import ONE_DAY, day_of, number_of
from codeward.codesets.entry import CodeEntry, Excludes1Conflict, Kind, Note
from codeward.codesets.tables import Row, Tables
from codeward.model import ReleaseId, Span, System
from codeward.model.system import undotted

_SPANS = "SELECT first, last, attributes FROM span WHERE code = ? ORDER BY first"
_ENTRY = "SELECT code, title, billable, header, parent, title_source, kind FROM code WHERE code = ?"
_OTHER_TIME = (
    "SELECT code, title, 0, 0, parent, title_source, 'code' FROM other_time WHERE code = ?"
)
_CHILDREN = "SELECT code FROM code WHERE parent = ? ORDER BY code"
_NOTES = "SELECT kind, text, targets FROM note WHERE owner = ? ORDER BY number"
_SEVENTH = "SELECT character, meaning FROM seventh WHERE owner = ? ORDER BY character"
_SUCCESSORS = "SELECT successor, effective FROM conversion WHERE code = ? ORDER BY successor"
_BELOW = "SELECT code FROM code WHERE code > ? AND code < ? AND billable ORDER BY code"
_VALID = "SELECT DISTINCT code FROM span WHERE ? BETWEEN first AND last ORDER BY code"
_RULES = "SELECT sources, targets FROM excludes1 WHERE code = ?"
_RULE = "SELECT owner, text FROM excludes1_rule WHERE rule = ?"
_KNOWN_UNTIL = "SELECT max(last) FROM span"
_BLOB = "SELECT data FROM blob WHERE name = ?"
# Sorts after every character that a code may have.
_PAST_EVERY_CODE = "~"
_GROUPS = frozenset({Kind.CHAPTER, Kind.BLOCK})


class CodeSet:
    """A compiled release of one code system, read as of one day.

    All codes go in and come out undotted; a point or lower case on the way in is forgiven.

    Attributes:
        id: The release that every answer rests on.
        system: The code system.
        day: The day that `is_billable` and `attributes` speak of unless told otherwise.
    """

    def __init__(self, release: ReleaseId, system: System, tables: Tables, day: date) -> None:
        self.id = release
        self.system = system
        self.day = day
        self._tables = tables
        self._entries: dict[str, CodeEntry | None] = {}
        self._leaves: dict[str, tuple[str, ...]] = {}
        self._spans: dict[str, tuple[tuple[int, int, frozenset[str]], ...]] = {}
        self._own_notes: dict[str, tuple[Note, ...]] = {}
        self._rules: dict[str, tuple[frozenset[int], frozenset[int]]] = {}
        self._blobs: dict[str, bytes | None] = {}

    def entry(self, code: str) -> CodeEntry | None:
        """Any node: billable code, header, category, block (`A00-A09`) or chapter (`CH01`).

        A code that is known but valid only at another time has an entry that is neither billable
        nor a header. None means that no installed source knows the code.
        """
        code = undotted(code)
        if code not in self._entries:
            rows = self._tables.rows(_ENTRY, (code,)) or self._tables.rows(_OTHER_TIME, (code,))
            self._entries[code] = _entry(rows[0]) if rows else None
        return self._entries[code]

    def is_billable(self, code: str, day: date | None = None) -> bool:
        """Whether a claim of the day may carry the code."""
        number = number_of(day or self.day)
        return any(first <= number <= last for first, last, _ in self._spans_of(undotted(code)))

    def attributes(self, code: str, day: date | None = None) -> frozenset[str]:
        """Flags of the Medicare Code Editor on the day, such as `manifestation`; often none."""
        number = number_of(day or self.day)
        for first, last, attributes in self._spans_of(undotted(code)):
            if first <= number <= last:
                return attributes
        return frozenset()

    def validity(self, code: str) -> tuple[Span, ...]:
        """The spans in which the code is valid, adjoining rows merged; () if never known.

        The last span of a current code ends where the reference data ends: that is a limit of
        knowledge, not the end of the code.
        """
        merged: list[Span] = []
        for first, last, _ in self._spans_of(undotted(code)):
            start, end = day_of(first), day_of(last) + ONE_DAY
            if merged and merged[-1].end == start:
                start = merged.pop().start
            merged.append(Span(start, end))
        return tuple(merged)

    @property
    def known_until(self) -> date:
        """The last day that the reference data covers; nothing is known of a later one."""
        last = self._tables.rows(_KNOWN_UNTIL)[0][0]
        return day_of(last) if last else self.id.effective_to

    def successors(self, code: str) -> tuple[str, ...]:
        """What took the place of an ended code.

        The publisher's conversion table as of the day the code ended; where it has no row for a
        code that became a header, the billable codes below it.
        """
        code = undotted(code)
        ends = {number_of(span.end) for span in self.validity(code) if span.end is not None}
        rows = self._tables.rows(_SUCCESSORS, (code,))
        found = tuple(successor for successor, effective in rows if effective in ends)
        if found or not ends:
            return found
        entry = self.entry(code)
        return self.leaves(code) if entry is not None and entry.header else ()

    def notes(self, code: str, *kinds: str) -> tuple[Note, ...]:
        """Own notes, then those of the nodes above, nearest first; of all kinds unless named.

        Inclusion terms name their own node only and are never inherited.
        """
        code = undotted(code)
        found = [note for note in self._notes_of(code) if not kinds or note.kind in kinds]
        for ancestor in self.ancestors(code):
            found += (
                Note(note.kind, note.text, note.owner, note.targets, inherited=True)
                for note in self._notes_of(ancestor)
                if note.kind != "inclusion_term" and (not kinds or note.kind in kinds)
            )
        return tuple(found)

    def seventh_characters(self, code: str) -> Mapping[str, str]:
        """Seventh characters and their meaning for codes of this kind; {} where there are none."""
        code = undotted(code)
        for owner in (code, *self.ancestors(code)):
            rows = self._tables.rows(_SEVENTH, (owner,))
            if rows:
                return dict(rows)
        return {}

    def children(self, code: str) -> tuple[str, ...]:
        """The nodes right below that are in the release."""
        return tuple(row[0] for row in self._tables.rows(_CHILDREN, (undotted(code),)))

    def ancestors(self, code: str) -> tuple[str, ...]:
        """The nodes above, nearest first, up to the chapter."""
        found: list[str] = []
        entry = self.entry(code)
        while entry is not None and entry.parent is not None:
            found.append(entry.parent)
            entry = self.entry(entry.parent)
        return tuple(found)

    def leaves(self, code: str) -> tuple[str, ...]:
        """The billable codes of the release below a node, or below any first characters."""
        code = undotted(code)
        if code not in self._leaves:
            self._leaves[code] = tuple(self._found_leaves(code))
        return self._leaves[code]

    def valid_codes(self) -> tuple[str, ...]:
        """Every code that a claim of the day may carry."""
        return tuple(row[0] for row in self._tables.rows(_VALID, (number_of(self.day),)))

    def excludes1_conflicts(self, codes: Iterable[str]) -> tuple[Excludes1Conflict, ...]:
        """Every pair of the codes that an Excludes1 note forbids together.

        Source: ICD-10-CM Official Guidelines, section I.A.12.a. Two codes that are unrelated may
        stand together in spite of the note; that is for a person to judge.
        """
        ordered = tuple(dict.fromkeys(undotted(code) for code in codes))
        rules = {code: self._rules_of(code) for code in ordered}
        return tuple(
            Excludes1Conflict(code, excluded, owner, text)
            for code in ordered
            for excluded in ordered
            if code != excluded
            for rule in sorted(rules[code][0] & rules[excluded][1])
            for owner, text in self._tables.rows(_RULE, (rule,))
        )

    def blob(self, name: str) -> bytes | None:
        """An artefact that was compiled into the release, None where it has none of that name."""
        if name not in self._blobs:
            rows = self._tables.rows(_BLOB, (name,))
            self._blobs[name] = rows[0][0] if rows else None
        return self._blobs[name]

    def at(self, day: date) -> "CodeSet":
        """The same release with another default day; what was read so far is shared."""
        if day == self.day:
            return self
        other = CodeSet(self.id, self.system, self._tables, day)
        other.__dict__.update(self.__dict__ | {"day": day})
        return other

    def _found_leaves(self, code: str) -> Iterator[str]:
        entry = self.entry(code)
        if entry is not None and entry.kind in _GROUPS:
            for child in self.children(code):
                yield from self._self_or_leaves(child)
        else:
            below = self._tables.rows(_BELOW, (code, code + _PAST_EVERY_CODE))
            yield from (row[0] for row in below)

    def _self_or_leaves(self, code: str) -> tuple[str, ...]:
        entry = self.entry(code)
        return (code,) if entry is not None and entry.billable else self.leaves(code)

    def _spans_of(self, code: str) -> tuple[tuple[int, int, frozenset[str]], ...]:
        if code not in self._spans:
            self._spans[code] = tuple(
                (first, last, frozenset(attributes.split()))
                for first, last, attributes in self._tables.rows(_SPANS, (code,))
            )
        return self._spans[code]

    def _notes_of(self, code: str) -> tuple[Note, ...]:
        if code not in self._own_notes:
            self._own_notes[code] = tuple(
                Note(kind, text, code, tuple(targets.split("\n")) if targets else ())
                for kind, text, targets in self._tables.rows(_NOTES, (code,))
            )
        return self._own_notes[code]

    def _rules_of(self, code: str) -> tuple[frozenset[int], frozenset[int]]:
        if code not in self._rules:
            rows = self._tables.rows(_RULES, (code,))
            sources, targets = rows[0] if rows else ("", "")
            self._rules[code] = (_numbers(sources), _numbers(targets))
        return self._rules[code]


def _numbers(text: str) -> frozenset[int]:
    return frozenset(int(number) for number in text.split())


def _entry(row: Row) -> CodeEntry:
    code, title, billable, header, parent, source, kind = row
    return CodeEntry(code, title, bool(billable), bool(header), parent, source, Kind(kind))
