"""A rule of the query linter, and what it looks at."""

from collections.abc import Callable, Iterator, Mapping

import msgspec

from codeward.model.query import QueryDraft

Texts = Mapping[str, str]
Check = Callable[[QueryDraft, Texts], Iterator[str]]

AUTHORITY = "AHIMA/ACDIS, Guidelines for Achieving a Compliant Query Practice (2022)"


class QueryRule(msgspec.Struct, frozen=True):
    """One rule: it yields what is wrong, quoting only the words of the query itself.

    Attributes:
        id: Such as `QRY001`; never reused.
        name: Short name.
        way_out: What to do.
        check: Yields each breach as a sentence.
    """

    id: str
    name: str
    way_out: str
    check: Check
