"""Values that remember the field of the encounter from which they were written."""


class Sourced(str):
    """A string with the path of its source, such as `diagnoses[0].code`."""

    __slots__ = ("source",)

    source: str


def sourced(value: str | None, source: str) -> str:
    """The value marked with its source; empty where there is none."""
    marked = Sourced(value or "")
    marked.source = source
    return marked


def source_of(value: str) -> str | None:
    """The source of a value, None where nobody decided it."""
    return value.source if isinstance(value, Sourced) else None
