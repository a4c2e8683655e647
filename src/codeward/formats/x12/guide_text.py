"""Reads the structure text of `guides/` into loops."""

import re
from dataclasses import replace
from functools import cache
from importlib.resources import files

from codeward.formats.x12.guide import UNLIMITED, ElementUse, Loop, SegmentUse

_ELEMENT = re.compile(r"(-?)(?:([AIRNDTPQ])(\d+)-(\d+)|\{(\w+)\})(!?)")
_LOOP = re.compile(r"loop (\w+) ([RS]) (-?\d+)( scope)?: ([^@]*?)(?: @(\d+))?$")
_CHANGE = re.compile(r"(\d\d)(\+?)(?:\.(\d))?(?:=(\S+?))?([!?-]?)(?:@(\d+))?$")
_COMPOSITE_COUNT = 12

Line = tuple[int, str]

# The transaction sets whose structure is known, and the file under `guides/` that holds it.
STRUCTURES = {
    "837P": "837", "837I": "837", "837D": "837", "835": "835", "999": "999", "TA1": "999",
    "277CA": "27x", "276": "27x", "277": "27x", "270": "27x", "271": "27x",
}  # fmt: skip


@cache
def transaction_set(name: str) -> Loop:
    """The structure of a set of `STRUCTURES`; read once, then kept."""
    parts, words = _parts(_source(f"{STRUCTURES[name]}.txt"))
    lines = _expand(parts.get("head", parts.get(name, [])), parts, name)
    numbered = iter([(indent, _with_words(text, words)) for indent, text in lines])
    rows = list(numbered)
    prefix = "P835" if name == "835" else "P837"
    return _loop(_HEADER, rows, 0, len(rows), prefix)


def _source(file: str) -> list[str]:
    text = files("codeward.formats.x12.guides").joinpath(file).read_text(encoding="ascii")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


def _parts(source: list[str]) -> tuple[dict[str, list[Line]], dict[str, str]]:
    parts: dict[str, list[Line]] = {}
    words: dict[str, str] = {}
    current: list[Line] = []
    for line in source:
        if line.startswith("define "):
            _, word, codes = line.split()
            words[word] = codes
        elif line.startswith("part "):
            current = parts.setdefault(line.split()[1], [])
        else:
            current.append((len(line) - len(line.lstrip()), line.strip()))
    return parts, words


def _with_words(text: str, words: dict[str, str]) -> str:
    return re.sub(r"\$(\w+)", lambda found: words[found[1]], text)


def _expand(lines: list[Line], parts: dict[str, list[Line]], claim: str) -> list[Line]:
    """Put the shared parts in place: one body of the claim for subscriber and dependent."""
    done: list[Line] = []
    for indent, text in lines:
        if text == "claim" or text.startswith("include "):
            name = claim if text == "claim" else text.split()[1]
            inner = parts[name]
            shift = indent - inner[0][0]
            moved = [(one + shift, line) for one, line in inner]
            done += _expand(moved, parts, claim)
        else:
            done.append((indent, text))
    return done


_HEADER = "loop HEADER R 1 scope: transaction set"


def _loop(header: str, rows: list[Line], begin: int, end: int, prefix: str) -> Loop:
    """The loop whose lines are `rows[begin:end]`."""
    matched = _LOOP.fullmatch(header)
    if matched is None:
        raise AssertionError(f"guide text: {header}")
    identifier, usage, most, scope, name, rule = matched.groups()
    indent = rows[begin][0]
    items: list[SegmentUse | Loop] = []
    position = 0
    before = ""
    index = begin
    while index < end:
        text = rows[index][1]
        until = index + 1
        if text.startswith("loop "):
            while until < end and rows[until][0] > indent:
                until += 1
            made: list[SegmentUse | Loop] = [_loop(text, rows, index + 1, until, prefix)]
            opener = rows[index + 1][1].partition(" ")[0].partition("*")[0] + " loop"
        else:
            made = list(_segments(text, identifier, prefix))
            opener = text.partition(" ")[0].partition("*")[0]
        position += opener != before or opener in ("HL loop", "HL")
        before = opener
        items += [replace(one, position=position) for one in made]
        index = until
    first, *rest = items
    if isinstance(first, Loop):
        raise AssertionError(f"guide text: loop {identifier} begins with a loop")  # noqa: TRY004 - a defect of our own text
    return Loop(
        identifier, name.strip(), usage == "R", int(most), 0, bool(scope), first, tuple(rest),
        f"{prefix}-{rule}" if rule else "",
    )  # fmt: skip


def _segments(text: str, loop: str, prefix: str) -> list[SegmentUse]:
    """The uses of one line: qualifiers that may each come once are uses of their own."""
    head, usage, most, *changes = text.split()
    identifier, _, qualifiers = head.partition("*")
    keys = [f"{identifier}*{one}" for one in qualifiers.split(",")] if qualifiers else [identifier]
    rule = ""
    if changes and changes[-1].startswith("@"):
        rule = f"{prefix}-{changes.pop()[1:]}"
    overflow = ""
    if changes and changes[-1].startswith("+@"):
        overflow = f"{prefix}-{changes.pop()[2:]}"
    elements = list(element_table()[identifier])
    for change in changes:
        _apply(elements, change, prefix, rule)
    separate = most == "1" and usage == "S"
    groups = [(key,) for key in keys] if separate else [tuple(keys)]
    count = UNLIMITED if most == "-1" else int(most)
    return [
        SegmentUse(identifier, group, loop, usage == "R", count, 0, tuple(elements), rule, overflow)
        for group in groups
    ]


def _apply(elements: list[ElementUse], change: str, prefix: str, rule: str) -> None:
    """Change elements as `05.3=1,7,8!@031` says; `02+` means the second and all that follow."""
    matched = _CHANGE.fullmatch(change)
    if matched is None:
        raise AssertionError(f"guide text: {change}")
    number, onward, component, codes, mark, own = matched.groups()
    begin = int(number) - 1
    for place in range(begin, len(elements) if onward else begin + 1):
        element = elements[place]
        part = int(component) - 1 if component else None
        target = element if part is None else element.parts[part]
        changed = replace(
            target,
            codes=frozenset(codes.split(",")) if codes else target.codes,
            required=(target.required or mark == "!") and mark not in ("-", "?"),
            forbidden=mark == "-" or (target.forbidden and mark != "?"),
            rule=f"{prefix}-{own}" if own else target.rule or rule,
        )
        if part is None:
            elements[place] = changed
        else:
            parts = (*element.parts[:part], changed, *element.parts[part + 1 :])
            elements[place] = replace(element, parts=parts)


@cache
def element_table() -> dict[str, tuple[ElementUse, ...]]:
    """The elements of every segment before a guide restricts them."""
    rows = {line.split()[0]: line.split()[1:] for line in _source("elements.txt")}
    composites = {
        name[1:-1]: tuple(_element(word, {}) for word in words)
        for name, words in rows.items()
        if name.startswith("{")
    }
    return {
        name: tuple(_element(word, composites) for word in words)
        for name, words in rows.items()
        if not name.startswith("{")
    }


def _element(word: str, composites: dict[str, tuple[ElementUse, ...]]) -> ElementUse:
    matched = _ELEMENT.fullmatch(word)
    if matched is None:
        raise AssertionError(f"guide text: {word}")
    unused, kind, low, high, composite, required = matched.groups()
    if composite:
        return ElementUse("C", 1, 999, bool(required), bool(unused), parts=composites[composite])
    return ElementUse(kind, int(low), int(high), bool(required), bool(unused))
