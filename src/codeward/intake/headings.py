"""Headings: which line or inline label opens which kind of section."""

import re
import tomllib
from functools import cache
from importlib import resources

from codeward.model.chart import SectionKind

LONGEST_HEADING = 48
_DECORATION = re.compile(r"^[\s\ufeff#*=_>|~-]*(?:\(?(?:\d{1,2}|[IVX]{1,4})[.)]\s+)?[\s#*=_]*")
_NOT_A_WORD = re.compile(r"[^a-z]+")
_REMARK = re.compile(r"\([^()]*\)")


@cache
def table() -> dict[str, SectionKind]:
    """Section kinds by heading, as `plain` writes headings."""
    source = resources.files("codeward.intake").joinpath("data", "headings.toml")
    kinds = tomllib.loads(source.read_text(encoding="utf-8"))
    return {heading: SectionKind(kind) for kind, headings in kinds.items() for heading in headings}


def decoration(line: str) -> int:
    """How many characters of numbering, bullets and underlining stand before the words."""
    found = _DECORATION.match(line)
    return found.end() if found else 0


def plain(heading: str) -> str:
    """A heading in lower case, without marks and remarks, `&` and `/` as `and`."""
    text = _REMARK.sub(" ", heading.lower()).replace("&", " and ").replace("/", " and ")
    return _NOT_A_WORD.sub(" ", text).strip()


def kind_of(heading: str) -> SectionKind | None:
    """The kind of section a heading opens; None where it is no heading that we know."""
    if len(heading) > LONGEST_HEADING:
        return None
    words = plain(heading)
    known = table()
    return known.get(words) or known.get(words.removesuffix(" list"))
