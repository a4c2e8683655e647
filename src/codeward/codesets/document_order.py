"""The order in which the Tabular List prints its codes: what a range in a note covers.

Character order will not do: `C7A` is printed between `C75` and `C76`, and so belongs to neither
`C76-C80` nor `D00-D09`. Every node covers an unbroken run of billable codes in printed order.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence

import msgspec

from codeward.codesets.readers.tabular_xml import TabularNode


class DocumentOrder:
    """Positions of nodes, and the billable codes sorted by the position of their node."""

    def __init__(self, nodes: Sequence[TabularNode], homes: Iterable[tuple[str, str]]) -> None:
        """`homes` gives each billable code with the node it stands at or below."""
        self._start = {node.code: place for place, node in enumerate(nodes)}
        self._end = _ends(nodes, self._start)
        placed = sorted((self._start[home], code) for code, home in homes)
        self._places = [place for place, _ in placed]
        self.codes = [code for _, code in placed]

    def __contains__(self, node: str) -> bool:
        return node in self._start

    def below(self, first: str, last: str) -> list[str]:
        """The billable codes at or below the nodes from `first` to `last`."""
        low = bisect_left(self._places, self._start[first])
        high = bisect_left(self._places, self._end[last])
        return self.codes[low:high]


def _ends(nodes: Sequence[TabularNode], start: dict[str, int]) -> dict[str, int]:
    """The position after the last node below each node: children stand right behind parents."""
    ends = {node.code: start[node.code] + 1 for node in nodes}
    for node in reversed(nodes):
        if node.parent is not None:
            ends[node.parent] = max(ends[node.parent], ends[node.code])
    return ends


class UnreadItem(msgspec.Struct, frozen=True):
    """A piece of a code list that names nothing Codeward understands."""

    owner: str
    item: str
    note: str
