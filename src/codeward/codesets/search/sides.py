"""Gives the names of a code without side to its siblings: `right` and `left` before the name."""

import re
from collections.abc import Iterator, Sequence

from codeward.codesets.phrases import Node
from codeward.codesets.search.names import names

_UNSPECIFIED_PART = re.compile(r"\bunspecified ((?:[\w-]+ )?[\w-]+)$|\bunspecified ([\w-]+)")
_SIDES = ("right", "left", "bilateral")


def sided_names(nodes: Sequence[Node]) -> Iterator[tuple[str, str]]:
    """Every name with its code, and with a side wherever the code has a sibling of that side.

    `shoulder pain` stands for pain in the unspecified shoulder (M25.519); `right shoulder pain`
    then stands for M25.511. Names of codes that the release lacks are left out.
    """
    listed = {node.code: node for node in nodes}
    codes = {(node.parent, node.title.casefold()): node.code for node in nodes}
    own = {name.text.casefold() for name in names()}
    for name in names():
        node = listed.get(name.code)
        if node is None:
            continue
        yield name.text, name.code
        for side in _SIDES:
            code = _sibling(node, side, codes)
            text = f"{side} {name.text}"
            if code is not None and text.casefold() not in own:
                yield text, code


def _sibling(node: Node, side: str, codes: dict[tuple[str | None, str], str]) -> str | None:
    """The code whose title differs only in naming the side."""
    title = node.title.casefold()
    for match in _UNSPECIFIED_PART.finditer(title):
        part = match[1] or match[2]
        for sided in (f"{side} {part}", f"{side} {part}s", side):
            candidate = title[: match.start()] + sided + title[match.end() :]
            code = codes.get((node.parent, candidate))
            if code is not None:
                return code
    return None
