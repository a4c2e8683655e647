"""Derives what the values of ICD-10-PCS characters stand for, from codes and their titles alone.

No package carries the official tables. But a title is put together from the labels of its values,
so what all codes with one value say, and their siblings with another value do not, is its label.
The steps explain a title away part by part: operation, approach, body part, device, qualifier;
each step looks only at words that no step before has explained.

`No Device` and the like never stand in a title: these come from the conventions of the sections
(ICD-10-PCS Official Guidelines, B6.1a for the device). Section and body system are in no title.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final

import msgspec

from codeward.codesets.tables import Tables

# Name of the artefact in a compiled ICD-10-PCS release.
LABELS: Final = "pcs_labels"
_TITLES: Final = "SELECT code, title FROM code WHERE title IS NOT NULL ORDER BY code"
_OPERATION, _BODY, _APPROACH, _DEVICE, _QUALIFIER = 3, 4, 5, 6, 7
_EXPLAINED: Final = "|"
_CONNECTIVES: Final = frozenset(
    {"of", "to", "from", "with", "in", "into", "using", "on", "for", "as", "and", "at", ",", "a"}
)
# Those that may stand inside the name of a body part.
_INSIDE_BODY: Final = frozenset({"of", "and", ","})
# Words of the title grammar that belong to no label.
_GRAMMAR: Final = frozenset({"Approach", "Contrast"})
_SIDES: Final = ("Right", "Left", "Bilateral")
# Words that are never a label of their own.
_TOO_LITTLE: Final = frozenset({*_SIDES, "Device", "Artery", "Vein", *"0123456789"})
# The one label in which a word of the title grammar stands.
_OTHER_CONTRAST: Final = ["Other", "Contrast"]
# As many titles tell as much as all of them; taken at even distances, so that nothing is random.
_ENOUGH: Final = 250
_NEARLY_ALL: Final = 0.97
_HARDLY_ANY: Final = 0.34
_LONGEST_LABEL: Final = 14
_COMMA: Final = re.compile(r",(?= )")
_NO_VALUE: Final = "Z"
_NEW_TECHNOLOGY: Final = "X"
_MEDICAL_AND_SURGICAL: Final = "0"
# The one section where Z names a body part.
_NUCLEAR_MEDICINE: Final = "C"
# What Z stands for, by section; `None` in the sections that are not named.
_NO_DEVICE_SECTIONS: Final = frozenset("012")
_NO_QUALIFIER_SECTIONS: Final = frozenset("01234568X")
# Sections whose fifth character is an approach; some of their titles leave `External` out.
_APPROACH_SECTIONS: Final = frozenset("0123478X9")

# By group, position and value. A group is a table (`0DT`), a body system (`0D`), an operation
# whatever the body system (`0?T`), or a section (`0`); the narrowest group that has a label counts.
Labels = Mapping[tuple[str, int, str], str]


def derive_labels(titles: Mapping[str, str]) -> Labels:
    """Labels of characters 3 to 7; `label_of` looks them up.

    Args:
        titles: Long titles by code; codes without title are left out.
    """
    deriving = _Deriving(titles)
    deriving.operations()
    deriving.approaches()
    deriving.explain(_QUALIFIER, _section_of_new_technology)
    for group in (_section, _without_approach):
        deriving.explain(_APPROACH, group)
    for _ in range(2):
        for group in (_body_system, _table):
            deriving.explain(_BODY, group)
        for group in (_body_system, _operation, _table):
            deriving.explain(_DEVICE, group)
        for group in (_operation, _table):
            deriving.explain(_QUALIFIER, group)
    return deriving.labels


def label_of(labels: Labels, table: str, position: int, value: str) -> str | None:
    """The derived label of a value in a table, else the conventional one, else None."""
    groups: tuple[str, ...] = (table, table[:2], f"{table[0]}?{table[2]}", table[0])
    if position == _APPROACH and table[0] in _APPROACH_SECTIONS:
        # One name for all sections; some leave it out of their titles.
        groups = (table[0], _MEDICAL_AND_SURGICAL)
    for group in groups:
        if (group, position, value) in labels:
            return labels[group, position, value]
    return conventional_label(table, position, value)


def labels_artefact(tables: Tables) -> bytes:
    """The labels of a release, derived from its own titles when it is compiled."""
    return packed(derive_labels(dict(tables.rows(_TITLES))))


def packed(labels: Labels) -> bytes:
    """Labels as bytes, to be stored in a compiled release."""
    return msgspec.msgpack.encode(sorted((*key, label) for key, label in labels.items()))


def unpacked(data: bytes) -> Labels:
    """The labels that were stored.

    Raises:
        msgspec.DecodeError: the bytes are none that `packed` has made.
    """
    rows = msgspec.msgpack.decode(data, type=list[tuple[str, int, str, str]])
    return {(group, position, value): label for group, position, value, label in rows}


def conventional_label(table: str, position: int, value: str) -> str | None:
    """The label of a value that titles are silent about, None where there is no convention."""
    section = table[0]
    if value == _NO_VALUE:
        if position == _DEVICE and section in _NO_DEVICE_SECTIONS:
            return "No Device"
        if position in {_DEVICE, _QUALIFIER} and section in _NO_QUALIFIER_SECTIONS:
            return "No Qualifier"
        return "None"
    if position == _APPROACH and value == "X" and section in _APPROACH_SECTIONS:
        return "External"
    return None


_Group = Callable[[str], str]


def _section(code: str) -> str:
    """Sections without approaches name their fifth character alike throughout."""
    return "" if code[0] in _APPROACH_SECTIONS else code[0]


def _without_approach(code: str) -> str:
    return "" if code[0] in _APPROACH_SECTIONS else code[:3]


def _section_of_new_technology(code: str) -> str:
    return code[0] if code[0] == _NEW_TECHNOLOGY else ""


def _body_system(code: str) -> str:
    return code[:2]


def _operation(code: str) -> str:
    return f"{code[0]}?{code[2]}"


def _table(code: str) -> str:
    return code[:3]


class _Deriving:
    """The titles with what is explained cut out, and the labels that explained it."""

    def __init__(self, titles: Mapping[str, str]) -> None:
        self._rest = {
            code: f" {_COMMA.sub(' ,', title)} " for code, title in sorted(titles.items())
        }
        self._explained: set[tuple[str, int]] = set()
        self.labels: dict[tuple[str, int, str], str] = {}

    def operations(self) -> None:
        """The words that open all titles of one operation."""
        for group, codes in _grouped(self._rest, _operation).items():
            titles = [self._rest[code].split() for code in _some(codes)]
            words = _common_start(titles)
            if group[0] not in _APPROACH_SECTIONS and _stops_inside(words, titles):
                continue
            if len({code[1] + code[3] for code in codes}) == 1:
                words = _to_connective(words)
            label = _trimmed(words)
            if label:
                self.labels[group, _OPERATION, group[2]] = " ".join(label)
            self._cut(codes, words)

        self._operations_inside(by_section=_grouped(self._rest, lambda code: code[0]))

    def _operations_inside(self, by_section: Mapping[str, Sequence[str]]) -> None:
        """Operations whose name does not open the title: `Low Dose Rate Brachytherapy of ...`."""
        for group, codes in _grouped(self._rest, _operation).items():
            key = (group, _OPERATION, group[2])
            if key in self.labels:
                continue
            others = [code for code in by_section[group[0]] if code[2] != group[2]]
            run = self._best_run(codes, others)
            if run:
                self.labels[key] = _label(run)

    def approaches(self) -> None:
        """Approaches are named alike in a whole section; longer names hold shorter ones."""
        for section, all_codes in _grouped(self._rest, lambda code: code[0]).items():
            if section not in _APPROACH_SECTIONS:
                continue
            by_value = _grouped(all_codes, lambda code: code[_APPROACH - 1])
            for value, codes in by_value.items():
                run = self._best_run(codes, (), must="Approach Opening")
                if not run:
                    continue
                self.labels[section, _APPROACH, value] = _label(run)
                for code in codes:
                    # Some titles leave the last word out.
                    shown = run if f" {' '.join(run)} " in self._rest[code] else _trimmed(run)
                    self._cut([code], shown)
                    self._explained.add((code, _APPROACH))

    def explain(self, position: int, group_of: _Group) -> None:
        """Find the label of every value at the position that has none within its group."""
        for group, codes in _grouped(self._rest, group_of).items():
            if not group:
                continue
            by_value = _grouped(codes, lambda code: code[position - 1])
            for value, own in by_value.items():
                if value != _NO_VALUE or (group[0], position) == (_NUCLEAR_MEDICINE, _BODY):
                    others = [code for code in codes if code[position - 1] != value]
                    self._explain(group, position, own, others)

    def _explain(
        self, group: str, position: int, codes: Sequence[str], others: Sequence[str]
    ) -> None:
        left = [code for code in codes if (code, position) not in self._explained]
        inside = _INSIDE_BODY if position == _BODY else _CONNECTIVES
        run = self._best_run(left, others, inside=inside) if left else []
        if run:
            self.labels[group, position, left[0][position - 1]] = _label(run)
            self._explained |= {(code, position) for code in left}
            self._cut(left, run)

    def _best_run(
        self,
        codes: Sequence[str],
        others: Sequence[str],
        must: str = "",
        inside: frozenset[str] = _CONNECTIVES,
    ) -> list[str]:
        """The longest words that nearly all of the codes have and hardly any of the others."""
        titles = [self._rest[code] for code in _some(codes)]
        against = [self._rest[code] for code in _some(others)]
        shortest = min(titles, key=lambda title: (len(title), title)).split()
        best: tuple[float, int, list[str]] | None = None
        for run in _runs(shortest, must, inside):
            phrase = f" {' '.join(run)} "
            if sum(phrase in title for title in titles) < _NEARLY_ALL * len(titles):
                continue
            share = sum(phrase in title for title in against) / max(1, len(against))
            if share < _HARDLY_ANY or must:
                rank = (round(share, 1), -len(run), run)
                best = rank if best is None or rank < best else best
        return best[2] if best else []

    def _cut(self, codes: Iterable[str], words: Sequence[str]) -> None:
        if words:
            phrase = f" {' '.join(words)} "
            for code in codes:
                self._rest[code] = self._rest[code].replace(phrase, f" {_EXPLAINED} ", 1)


def _grouped(codes: Iterable[str], group_of: _Group) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for code in codes:
        groups.setdefault(group_of(code), []).append(code)
    return groups


def _some(codes: Sequence[str]) -> Sequence[str]:
    if len(codes) <= _ENOUGH:
        return codes
    return [codes[number * len(codes) // _ENOUGH] for number in range(_ENOUGH)]


def _runs(words: Sequence[str], must: str, inside: frozenset[str]) -> Iterator[list[str]]:
    """Runs of words that no part has explained, without connectives at their ends."""
    for start, first in enumerate(words):
        if first in _CONNECTIVES or first == _EXPLAINED:
            continue
        for end in range(start + 1, min(len(words), start + _LONGEST_LABEL) + 1):
            last = words[end - 1]
            if last == _EXPLAINED or (last in _CONNECTIVES and last not in inside):
                break
            if last in _CONNECTIVES:
                continue
            run = list(words[start:end])
            if set(run) <= _TOO_LITTLE:
                continue
            if not must or any(word in run for word in must.split()):
                yield run


def _common_start(titles: Sequence[Sequence[str]]) -> list[str]:
    words: list[str] = []
    for column in zip(*titles, strict=False):
        if len(set(column)) > 1:
            break
        words.append(column[0])
    return words


def _stops_inside(words: Sequence[str], titles: Sequence[Sequence[str]]) -> bool:
    """Whether the titles part in the middle of a name: `Stereotactic ... Radiosurgery of`."""
    goes_on = any(len(title) > len(words) for title in titles)
    return goes_on and bool(words) and words[-1] not in _CONNECTIVES


def _to_connective(words: list[str]) -> list[str]:
    """With one body part only, its name opens all titles as well: stop before it."""
    for number, word in enumerate(words):
        if number and word in _CONNECTIVES:
            return words[: number + 1]
    return words


def _trimmed(words: Sequence[str]) -> list[str]:
    """Words without connectives and grammar at the end."""
    kept = list(words)
    while kept and (kept[-1] in _CONNECTIVES or kept[-1] in _GRAMMAR):
        kept.pop()
    return kept


def _label(words: Sequence[str]) -> str:
    """Words as a label: titles put the side first, labels last."""
    words = _trimmed(words) if list(words) != _OTHER_CONTRAST else list(words)
    if len(words) > 1 and words[0] in _SIDES:
        words = [*words[1:], ",", words[0]]
    return " ".join(words).replace(" ,", ",")
