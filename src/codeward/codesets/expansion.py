"""Builds the codes that the Tabular List only implies: seventh characters on padded leaves.

The list defines seventh characters for a category and prints the leaves without them. A leaf under
such a definition is not billable; its codes are the leaf, padded with `X` to six characters, and
each seventh character (Official Guidelines, sections I.A.4 and I.A.5).
"""

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from codeward.codesets.readers.tabular_xml import TabularNode

_PADDED = 6
_PLACEHOLDER = "X"


class Extension(msgspec.Struct, frozen=True):
    """A code with its seventh character, and the leaf that it extends."""

    code: str
    title: str
    leaf: str


def seventh_definitions(nodes: Sequence[TabularNode]) -> Mapping[str, tuple[tuple[str, str], ...]]:
    """For every node below a definition, the seventh characters that hold for it."""
    inherited: dict[str, tuple[tuple[str, str], ...]] = {}
    for node in nodes:
        own = node.seventh or (inherited.get(node.parent, ()) if node.parent else ())
        if own:
            inherited[node.code] = own
    return inherited


def extensions(nodes: Sequence[TabularNode]) -> Iterator[Extension]:
    """Every code that the definitions allow; which of them are valid, the validity table says."""
    definitions = seventh_definitions(nodes)
    parents = {node.parent for node in nodes}
    for node in nodes:
        if node.code in parents:
            continue
        for character, meaning in definitions.get(node.code, ()):
            code = node.code.ljust(_PADDED, _PLACEHOLDER) + character
            yield Extension(code, f"{node.title}, {meaning}", node.code)
