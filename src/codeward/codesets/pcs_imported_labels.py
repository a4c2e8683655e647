"""Labels of ICD-10-PCS values from the official tables and definitions, exactly as published."""

from collections.abc import Iterator
from typing import Final

from codeward.codesets.readers.pcs_definitions_xml import PcsDefinitions
from codeward.codesets.readers.pcs_tables_xml import Axis, PcsTable, PcsTables

_TABLE: Final = 3
_DEVICE: Final = 2  # place of character 6 among the axes of a row
_SECTION_AXIS: Final = "Section"


class ImportedLabels:
    """A `LabelBook` over the imported tables; the definitions may be missing."""

    def __init__(self, tables: PcsTables, definitions: PcsDefinitions | None = None) -> None:
        self._tables = {table.prefix: table for table in tables.tables}
        self._heads: dict[str, Axis] = {}
        for table in tables.tables:
            for number, axis in enumerate(table.axes):
                self._heads.setdefault(table.prefix[: number + 1], axis)
        self._axes = {start[:-1]: axis.title for start, axis in self._heads.items()}
        self._definitions: dict[tuple[str, int, str], str] = {}
        for one in definitions.definitions if definitions else ():
            text = one.definition or "; ".join(one.includes)
            for title in one.titles:
                self._definitions.setdefault((one.section, one.position, title), text)

    def axis(self, start: str) -> str:
        """What the character after `start` is called."""
        if len(start) < _TABLE:
            return self._axes.get(start, _SECTION_AXIS)
        return next((axis.title for axis in self._following(start)), "")

    def label(self, start: str, value: str) -> str | None:
        """What a value after `start` stands for.

        In a few tables of New Technology one value has several meanings, by row: the characters
        that are chosen leave one of them, or are answered with all.
        """
        if len(start) < _TABLE:
            head = self._heads.get(start + value)
            return head.labels[0].text if head else None
        texts = {
            label.text: None
            for axis in self._following(start)
            for label in axis.labels
            if label.value == value
        }
        return " / ".join(texts) or None

    def definition(self, start: str, value: str) -> str:
        """Its definition: that of the table for an operation, else that of the definitions."""
        if len(start) == _TABLE - 1 and start + value in self._tables:
            own = self._tables[start + value].definition
            if own:
                return own
        section = (start + value)[0]
        label = self.label(start, value) or ""
        return self._definitions.get((section, len(start) + 1, label), "")

    def _following(self, start: str) -> Iterator[Axis]:
        """The axes of the next character in the rows that agree with what is chosen."""
        table: PcsTable | None = self._tables.get(start[:_TABLE])
        for row in table.rows if table else ():
            chosen = zip(start[_TABLE:], row.axes, strict=False)
            if all(value in {label.value for label in axis.labels} for value, axis in chosen):
                yield row.axes[len(start) - _TABLE]


def tables_with(tables: PcsTables, label: str) -> tuple[str, ...]:
    """The tables in which a device, substance or qualifier has exactly this label."""
    wanted = label.casefold()
    return tuple(
        table.prefix
        for table in tables.tables
        if any(
            one.text.casefold() == wanted
            for row in table.rows
            for axis in row.axes[_DEVICE:]
            for one in axis.labels
        )
    )
