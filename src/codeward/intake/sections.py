"""Sections: where each part of a note begins and ends, by offset in the original text."""

import re
from collections.abc import Iterator

import msgspec

from codeward.intake.headings import LONGEST_HEADING, decoration, kind_of
from codeward.model import Document
from codeward.model.chart import Section, SectionKind

_LINE = re.compile(r"[^\r\n]+")
_LETTER = re.compile(r"[^\W\d_]")
# A label in the middle of a dictated line: after a full stop, in capitals, with its colon.
_INLINE = re.compile(r"(?<=[.;?!]) +([A-Z][A-Z &/-]{1,38}[A-Z])(?: ?\([^()\n]{1,20}\))?:(?=\s)")


class Heading(msgspec.Struct, frozen=True):
    """A heading found in the text: where it starts, where the body after it starts, its kind."""

    start: int
    body: int
    kind: SectionKind


# Short labels that stand before their text without a colon, at the start of a line or after a gap.
_SHORT = re.compile(
    r"(?:^|(?<=\s{2}))(PMHx?|PSHx?|FHx?|SHx?|SocHx|FamHx|ROS|PE|HPI|Meds|Medicines|All|Allergies|Dx|A/P|MDM|Family|Social|"
    r"pmh|psh|fh|sh|ros|pe|hpi|meds|all|dx|a/p|[AOPS])(?=[:/]?\s{2}|[:/]?\s[^:\n]{3})[:/]?",
)
_LETTERS_NEED_A_GAP = re.compile(r"[AOPS][/:]?(?:\s{2}|\s?$)")
# A label set off from its text by a gap instead of a colon.
_GAPPED = re.compile(r"([^\W\d_][\w/&-]*(?: [\w/&-]+){0,3})\s{2,}\S")
# A label in capitals that runs on into its text, which is not in capitals: `PLAN Recheck in May`.
_CAPITAL = re.compile(r"[A-Z][A-Z&/]+(?: [A-Z&/]+){0,3}(?= [A-Z0-9])")
_SHORTEST_CAPITAL = 4
_VITALS = re.compile(r"\s*(?:T|BP|HR|VS|Vitals?|bp|vs)\s+\d")
_CONCLUDING = frozenset(
    (SectionKind.ASSESSMENT, SectionKind.PLAN, SectionKind.DISCHARGE, SectionKind.COURSE)
)


def sections(document: Document) -> tuple[Section, ...]:
    """The sections of a document, in order, without gaps; text before any heading is a section."""
    found = list(headings(document.text))
    opening = Heading(0, 0, _opening_kind(document))
    starts = [opening, *found]
    ends = [heading.start for heading in found] + [len(document.text)]
    summary = (document.type or "").lower().startswith("discharge")
    return tuple(
        Section(document.id, _kind(heading.kind, summary=summary), heading.start, heading.body, end)
        for heading, end in zip(starts, ends, strict=True)
        if end > heading.start
    )


def _kind(kind: SectionKind, *, summary: bool) -> SectionKind:
    """The diagnoses of a discharge summary are discharge diagnoses."""
    return SectionKind.DISCHARGE if summary and kind is SectionKind.ASSESSMENT else kind


def _opening_kind(document: Document) -> SectionKind:
    """What a document without headings is, by its type."""
    kind = kind_of(document.type.replace("_", " ")) if document.type else None
    return kind or SectionKind.OTHER


def headings(text: str) -> Iterator[Heading]:
    """Every heading of the text, in order."""
    current = SectionKind.OTHER
    for line in _LINE.finditer(text):
        found = {heading.start: heading for heading in _inline(text, line.start(), line.end())}
        first = _line_heading(line.group(), line.start())
        if first is None and current not in _CONCLUDING and _VITALS.match(line.group()):
            first = Heading(line.start(), line.start(), SectionKind.EXAM)
        if first is not None:
            found = {start: one for start, one in found.items() if start >= first.body}
            found[first.start] = first
        for _, heading in sorted(found.items()):
            current = heading.kind
            yield heading


def _inline(text: str, start: int, end: int) -> Iterator[Heading]:
    """The labels within a line: dictated ones in capitals, and short ones without a colon."""
    for label in _INLINE.finditer(text, start, end):
        kind = kind_of(label[1])
        if kind is not None:
            yield Heading(label.start(1), label.end(), kind)
    for label in _SHORT.finditer(text[start:end]):
        kind = kind_of(label[1])
        lonely = len(label[1]) > 1 or _LETTERS_NEED_A_GAP.match(text, start + label.start(1), end)
        if kind is not None and lonely:
            yield Heading(start + label.start(1), start + label.end(), kind)


def _line_heading(line: str, offset: int) -> Heading | None:
    """The heading with which a line begins: a known label with a colon, or alone on its line."""
    skipped = decoration(line)
    words = line[skipped : skipped + LONGEST_HEADING + 1]
    if not _LETTER.match(words):
        return None
    label, colon, _ = words.partition(":")
    if colon:
        kind = kind_of(label)
        body = skipped + len(label) + 1
        body += len(line[body:]) - len(line[body:].lstrip("*_"))
        return Heading(offset, offset + body, kind) if kind else None
    gapped = _GAPPED.match(words)
    if gapped is not None and len(gapped[1]) > 1 and (kind := kind_of(gapped[1])):
        return Heading(offset, offset + skipped + gapped.end(1), kind)
    if (capital := _capital_label(words)) is not None:
        return Heading(offset, offset + skipped + len(capital[0]), capital[1])
    if len(line) - skipped > LONGEST_HEADING:
        return None
    alone = words.rstrip(" \t#*=_-")
    kind = kind_of(alone) if len(alone) > 1 and not alone.endswith((".", ",")) else None
    return Heading(offset, offset + len(line), kind) if kind else None


def _capital_label(words: str) -> tuple[str, SectionKind] | None:
    """The longest known label in capitals before text that is not, with its kind."""
    found = _CAPITAL.match(words)
    if found is None or words.isupper():
        return None
    label = found.group()
    while len(label) >= _SHORTEST_CAPITAL:
        if kind := kind_of(label):
            return label, kind
        label = label.rpartition(" ")[0]
    return None
