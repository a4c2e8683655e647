"""What a build says about a release: what it holds, where that comes from, what went unread."""

from collections.abc import Mapping

import msgspec


class BuildReport(msgspec.Struct, frozen=True):
    """The account of one compiled release.

    Attributes:
        counts: What it holds, such as `{"billable": 74719, "headers": 23783}`.
        sources: Which file gave what, one line each.
        defects: Parts of the sources that were not understood, one line each.
    """

    counts: Mapping[str, int]
    sources: tuple[str, ...]
    defects: tuple[str, ...] = ()
