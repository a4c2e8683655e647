"""The drugs that Codeward knows by HCPCS code: our own list, or every title of the release."""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cache, lru_cache
from importlib import resources

import msgspec

from codeward.codesets import CodeSet
from codeward.codesets.words import stems
from codeward.coding.hcpcs.billing_unit import billing_unit
from codeward.coding.phrase_table import PhraseTable

_FAMILIES = ("J", "Q0", "Q4081", "Q5", "Q9")
_FORMS = re.compile(r"^(?:injection|infusion|instillation)\s*,\s*(?:iv,\s*)?", re.IGNORECASE)
_BRACKETED = re.compile(r"\(([^()]*)\)")
_NO_NAME = re.compile(r"\d|\bnot\b|\bunspecified\b|\bother\b|\bper\b", re.IGNORECASE)
_SALTS = re.compile(
    r"\s+(?:sodium|hydrochloride|hcl|sulfate|citrate|acetate|phosphate|succinate|tartrate|mesylate)$"
)
_SHORTEST_NAME = 4


class Drug(msgspec.Struct, frozen=True):
    """A drug code.

    Attributes:
        code: HCPCS Level II code.
        amount: How much one unit stands for, in `unit`.
        unit: `mg`, `unit`, `ml`, `meq`, `mci` or `each`.
        given: `injection`, `inhalation`, `oral` or `device`.
        also_taken: Whether the drug is also taken by mouth or at home, so that a mere mention does
            not say that it was given.
        names: Substance and brand names in lower case, the substance first.
    """

    code: str
    amount: Decimal
    unit: str
    given: str
    also_taken: bool
    names: tuple[str, ...]


class Formulary:
    """Drugs by the wording that names them."""

    def __init__(self, drugs: Iterable[Drug]) -> None:
        by_name: dict[tuple[str, ...], dict[str, Drug]] = {}
        wordings: dict[tuple[str, ...], str] = {}
        for drug in drugs:
            for name in drug.names:
                by_name.setdefault(stems(name), {})[drug.code] = drug
                wordings.setdefault(stems(name), name)
        self._by_name: Mapping[str, tuple[Drug, ...]] = {
            wordings[key]: tuple(found.values()) for key, found in by_name.items()
        }
        self.table = PhraseTable((name, name) for name in self._by_name)

    def named(self, name: str) -> tuple[Drug, ...]:
        """The codes of a name that `table` found."""
        return self._by_name[name]


@cache
def own_list() -> tuple[Drug, ...]:
    """The list that ships with Codeward; its names and doses are facts in our own words."""
    source = resources.files("codeward.coding.hcpcs").joinpath("data", "drugs.tsv")
    lines = source.read_text(encoding="utf-8").splitlines()
    rows = csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t")
    return tuple(
        Drug(
            code=row["code"],
            amount=Decimal(row["amount"]),
            unit=row["unit"],
            given=row["given"],
            also_taken=row["also_taken"] == "yes",
            names=tuple(row["names"].split("; ")),
        )
        for row in rows
    )


def formulary(code_set: CodeSet | None) -> Formulary:
    """The drugs of a release with our names for them; our own list where no release is loaded."""
    if code_set is None:
        return _own_formulary()
    return _formulary_of(_Key(code_set))


@cache
def _own_formulary() -> Formulary:
    return Formulary(own_list())


class _Key:
    """A release as a cache key: equal hashes hold equal titles."""

    def __init__(self, code_set: CodeSet) -> None:
        self.code_set = code_set
        self.identity = (code_set.id.sha256, code_set.day)

    def __hash__(self) -> int:
        return hash(self.identity)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and other.identity == self.identity


@lru_cache(maxsize=4)
def _formulary_of(key: _Key) -> Formulary:
    return Formulary(release_drugs(key.code_set))


def release_drugs(code_set: CodeSet) -> Iterator[Drug]:
    """Every drug code of the release on its day, the unit taken from its official title."""
    ours = {drug.code: drug for drug in own_list()}
    for family in _FAMILIES:
        for code in code_set.leaves(family):
            entry = code_set.entry(code)
            if entry is None or not entry.title or not code_set.is_billable(code):
                continue
            drug = _from_title(code, entry.title, ours.get(code))
            if drug is not None:
                yield drug


def _from_title(code: str, title: str, ours: Drug | None) -> Drug | None:
    unit = billing_unit(title)
    if ours is not None:
        if unit is None or ours.unit == "each":
            return ours
        return msgspec.structs.replace(ours, amount=unit.number, unit=unit.unit)
    names = tuple(dict.fromkeys(_names(title)))
    if unit is None or not names:
        return None
    lower = title.lower()
    given = "inhalation" if "inhalation" in lower else "oral" if "oral" in lower else "injection"
    return Drug(code, unit.number, unit.unit, given, given != "injection", names)


def _names(title: str) -> Iterator[str]:
    """The substance as the title names it, with and without its salt, and a brand in brackets."""
    lower = _FORMS.sub("", title.lower())
    if "not therapeutically equivalent" in lower or "not otherwise classified" in lower:
        return
    substance = _BRACKETED.sub(" ", lower).split(",")[0].strip()
    candidates = [substance, *(found.split(",")[0] for found in _BRACKETED.findall(lower))]
    for place, name in enumerate(candidates):
        bare = name.strip(" .")
        if len(bare) < _SHORTEST_NAME or _NO_NAME.search(bare):
            continue
        yield bare
        if place == 0 and _SALTS.search(bare):
            yield _SALTS.sub("", bare)
