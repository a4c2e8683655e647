"""The result of a grouper and what drove it."""

import msgspec


class CodeEffect(msgspec.Struct, frozen=True):
    """What one code did to the grouping.

    Attributes:
        code: Undotted diagnosis or procedure code.
        severity: `MCC`, `CC` or `NON` for a diagnosis, None for a procedure.
        counted: Whether the code moved the DRG as grouped.
        note: Why: `principal diagnosis`, `MCC excluded by the principal diagnosis`, ...
    """

    code: str
    severity: str | None
    counted: bool
    note: str


class Grouping(msgspec.Struct, frozen=True):
    """An MS-DRG assignment.

    Attributes:
        drg: Three digits, such as `291`.
        title: Title of the DRG in the grouper version.
        mdc: Two digits or `PRE`; empty where the DRG has none.
        mdc_title: Title of the MDC.
        version: Grouper version, such as `43.1`.
        weight: Relative weight as published; None where the release has no weight.
        effects: What each code did, in the order of the encounter.
        return_code: The grouper's own word on how it ended.
    """

    drg: str
    title: str
    mdc: str
    mdc_title: str
    version: str
    weight: str | None
    effects: tuple[CodeEffect, ...]
    return_code: str
