"""The ICD-10-CM book as coding turns its pages: titles in stems, children, defaults, endings."""

import re
from collections.abc import Mapping
from functools import lru_cache
from itertools import product

import msgspec

from codeward.codesets import CodeSet
from codeward.codesets.phrases import DefaultLeaves, Node
from codeward.codesets.words import stems

BASE_LENGTH = 6
_IDLE = frozenset(
    stem
    for word in [
        "of",
        "and",
        "or",
        "with",
        "in",
        "by",
        "to",
        "for",
        "from",
        "other",
        "unspecified",
        "specified",
        "elsewhere",
        "classified",
        "due",
        "on",
        "at",
        "as",
        "as",
        "part",
        "involving",
        "nec",
        "nos",
        "type",
        "site",
        "phase",
        "sites",
        "disease",
        "disorder",
        "without",
        "not",
        "initial",
        "encounter",
    ]
    for stem in stems(word)
)
# Shared by the thousands of titles that have none.
_NONE: frozenset[str] = frozenset()
_NO_PAIRS: frozenset[tuple[str, str]] = frozenset()
_WITHOUT = frozenset(("without", "not", "no"))
_ACUITY = frozenset(("acut", "chronic", "subacut"))
_PARTS = re.compile(r"[,;]\s*|\s(?=(?:with|without)\s)")
_LEFT_OPEN = re.compile(r"unspecified (eye|ear|severity|side|trimester|stage)\b", re.IGNORECASE)
_ALTERNATIVES = re.compile(r"([\w-]+) (?:and|or) ([\w-]+)")
_PARENTHESIS = re.compile(r"\(([^()]*)\)")


class Title(msgspec.Struct, frozen=True, gc=False):
    """The stems of a title that say something.

    Attributes:
        stated: What the title states.
        absent: What it states to be absent.
        alternatives: Pairs of stated stems of which one is enough, as in `heel and midfoot`.
        optional: Stems in parentheses, which may be missing (guideline I.A.7).
        residual: Whether it is the title of a residual code (`other`).
        listed: Stems of an enumeration that the codes below divide among them.
    """

    stated: frozenset[str]
    absent: frozenset[str]
    alternatives: frozenset[tuple[str, str]]
    optional: frozenset[str]
    residual: bool
    listed: frozenset[str] = frozenset()

    @property
    def certain(self) -> frozenset[str]:
        """The stated stems that have no alternative."""
        either = {stem for pair in self.alternatives for stem in pair}
        return self.stated - either - self.listed


class Pages:
    """What was read of a release so far: the same for every day on which it is in force."""

    def __init__(self) -> None:
        self.titles: dict[str, Title] = {}
        self.children: dict[str, tuple[str, ...]] = {}
        self.endings: dict[str, Mapping[str, str]] = {}
        self.defaults: dict[str, str] = {}
        self.known: dict[str, bool] = {}
        self.below: dict[str, frozenset[str]] = {}
        self.specified: dict[tuple[str, frozenset[str]], tuple[str, bool, str | None]] = {}


class Book:
    """A release's ICD-10-CM on one day, remembered page by page.

    Attributes:
        code_set: The code set behind the pages.
    """

    def __init__(self, code_set: CodeSet, pages: Pages | None = None) -> None:
        self.code_set = code_set
        pages = pages or Pages()
        self._titles = pages.titles
        self._children = pages.children
        self._endings = pages.endings
        self._defaults = pages.defaults
        self._known = pages.known
        self._below = pages.below
        self.specified = pages.specified
        self._billable: dict[str, bool] = {}

    def knows(self, code: str) -> bool:
        """Whether the release has the code at any level."""
        if code not in self._known:
            self._known[code] = self.code_set.entry(code) is not None
        return self._known[code]

    def is_billable(self, code: str) -> bool:
        """Whether the code may stand on a claim of the day."""
        if code not in self._billable:
            self._billable[code] = self.code_set.is_billable(code)
        return self._billable[code]

    def title(self, code: str) -> str:
        """The official title, or a remark that the release has none."""
        entry = self.code_set.entry(code)
        return (entry.title if entry else None) or "title not in this release"

    def words_of(self, code: str) -> Title:
        """The telling stems of a title."""
        if code not in self._titles:
            self._titles[code] = _title(self.title(code))
        return self._titles[code]

    def children(self, code: str) -> tuple[str, ...]:
        """The next codes below, without seventh characters."""
        if code not in self._children:
            below = () if self.endings_own(code) else self.code_set.children(code)
            self._children[code] = tuple(child for child in below if child != code)
        return self._children[code]

    def stems_below(self, code: str) -> frozenset[str]:
        """All telling stems of a header and of what stands below it."""
        if code not in self._below:
            title = self.words_of(code)
            found = title.stated | title.absent
            for child in self.children(code):
                found |= self.stems_below(child)
            self._below[code] = found
        return self._below[code]

    def endings_own(self, code: str) -> bool:
        """Whether only seventh characters stand below the code.

        A few codes of seven characters have titles of their own and no list of endings.
        """
        below = self.code_set.children(code)
        return all(len(child) > BASE_LENGTH for child in below) and bool(self.endings(code))

    def endings(self, code: str) -> Mapping[str, str]:
        """Seventh characters and their meaning; empty where the code takes none."""
        if code not in self._endings:
            self._endings[code] = self.code_set.seventh_characters(code)
        return self._endings[code]

    def parent(self, code: str) -> str | None:
        """The header above."""
        above = self.code_set.ancestors(code)
        return above[0] if above and "-" not in above[0] and above[0][:2] != "CH" else None

    def default(self, code: str) -> str:
        """The base code that the header means where the text says no more."""
        if code not in self._defaults:
            self._defaults[code] = self._default(code)
        return self._defaults[code]

    def _default(self, code: str) -> str:
        """The default leaf; where the release marks none, the child called unspecified."""
        found = DefaultLeaves(self._nodes(code)).of(code)
        if found == code:
            open_ones = [one for one in self.children(code) if "unspecified" in self.title(one)]
            if len(open_ones) == 1:
                return open_ones[0]
        return found

    def _nodes(self, code: str) -> list[Node]:
        nodes = [Node(code=code, title=self.title(code))]
        waiting = [code]
        while waiting:
            above = waiting.pop()
            for child in self.children(above):
                nodes.append(Node(code=child, title=self.title(child), parent=above))
                waiting.append(child)
        return nodes


def _title(text: str) -> Title:
    stated: set[str] = set()
    absent: set[str] = set()
    alternatives: set[tuple[str, str]] = set()
    optional: set[str] = set()
    for part in _PARTS.split(text):
        found = _telling(part)
        if part.split(maxsplit=1)[:1] and part.split(maxsplit=1)[0].lower() in _WITHOUT:
            denied, _, rest = part.replace(" evidence of ", " ").partition(" of ")
            absent.update(_telling(denied))
            stated.update(_telling(rest))
            continue
        stated.update(found)
        optional.update(*(_telling(inside) for inside in _PARENTHESIS.findall(part)))
        for one, other in _ALTERNATIVES.findall(part):
            alternatives.update(product(_telling(one) - _ACUITY, _telling(other) - _ACUITY))
    stated -= {stem for match in _LEFT_OPEN.findall(text) for stem in stems(match)}
    residual = text.lower().startswith("other ") or " other " in text.lower()
    residual = residual or "ulcer of unspecified site" in text.lower()
    return Title(
        frozenset(stated),
        frozenset(absent - stated) or _NONE,
        frozenset(alternatives) or _NO_PAIRS,
        frozenset(optional) or _NONE,
        residual,
        _listed(text) or _NONE,
    )


def _listed(text: str) -> frozenset[str]:
    """The telling stems of an enumeration.

    Such as `of colon, rectum, anus and anal canal`, or `cellulitis and lymphangitis of`.
    """
    kinds = text.partition(" of ")[0]
    listed = _telling(kinds) if " and " in kinds and "," not in kinds else _NONE
    head, _, items = text.rpartition(" of ")
    if not head:
        head, _, items = text.partition(", ")
    if not head or "," not in items or (" and " not in items and " or " not in items):
        return listed
    return listed | _telling(items)


@lru_cache(maxsize=65_536)
def _telling(part: str) -> frozenset[str]:
    """The stems of a part that say something; titles of one category share most of their parts."""
    return frozenset([stem for stem in stems(part) if stem not in _IDLE])
