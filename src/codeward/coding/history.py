"""Diseases that are over or somebody else's: the history codes that stand for them."""

import tomllib
from functools import cache
from importlib import resources

import msgspec


class _Data(msgspec.Struct, frozen=True):
    past: dict[str, str]
    family: dict[str, str]
    lasting: dict[str, tuple[str, ...]]


def past(code: str) -> str | None:
    """The personal-history code for a disease that is over, None where there is none.

    Source: ICD-10-CM Official Guidelines, section I.C.21.c.4.
    """
    return _longest(_data().past, code)


def family(code: str) -> str | None:
    """The family-history code for a relative's disease, None where there is none."""
    return _longest(_data().family, code)


def lasts(code: str) -> bool:
    """Whether the disease is present although it is only listed under past history."""
    return code.startswith(_data().lasting["codes"])


def _longest(table: dict[str, str], code: str) -> str | None:
    for length in range(len(code), 0, -1):
        if code[:length] in table:
            return table[code[:length]]
    return None


@cache
def _data() -> _Data:
    source = resources.files("codeward.coding").joinpath("data", "history.toml")
    return msgspec.convert(tomllib.loads(source.read_text(encoding="utf-8")), _Data)
