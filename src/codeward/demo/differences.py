"""Why the engine and the gold of a sample chart differ; the list is held against the engine."""

from functools import cache
from importlib.resources import files

import msgspec


class Difference(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The ICD-10-CM codes of one chart on which engine and gold differ, with the reason.

    Attributes:
        chart: Name of the chart.
        why: The reason, in one sentence a cause.
        missed: Gold codes that the engine does not suggest.
        extra: Suggested codes that are not gold.
    """

    chart: str
    why: str
    missed: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    difference: tuple[Difference, ...]


@cache
def differences() -> tuple[Difference, ...]:
    """Every chart on which engine and gold differ."""
    raw = files("codeward.demo").joinpath("differences.toml").read_bytes()
    return msgspec.toml.decode(raw, type=_File).difference
