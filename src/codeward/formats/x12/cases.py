"""The cases beside the rules: a clean interchange, what is broken in it, what must be found.

They test the rules and are the examples of the published page. The only module of the package that
reads these data files.
"""

from functools import cache
from importlib.resources import files

import msgspec

_PACKAGE = "codeward.formats.x12"
_SUFFIX = ".cases.toml"


class X12Case(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One case.

    Attributes:
        rule: The rule that it shows; a fault of pure syntax is named by its 999 code.
        name: What is broken, or why it is not.
        base: Name of the clean interchange under `bases/`.
        change: Pairs of old text and new text, each replaced once; "" takes the old text away.
        finds: Answer and segment of each finding, such as `A7 CLM`; empty where all is well.
        profile: TOML of a partner profile, empty for none.
    """

    rule: str
    name: str
    base: str
    change: tuple[tuple[str, str], ...]
    finds: tuple[str, ...] = ()
    profile: str = ""

    def interchange(self) -> bytes:
        """The changed interchange; SE01 is counted anew unless the case is about it.

        Raises:
            ValueError: the base does not hold the text to be replaced.
        """
        text = base(self.base)
        for old, new in self.change:
            if old not in text:
                raise ValueError(f"{self.base} holds no {old}")
            text = text.replace(old, new, 1)
        if not any(old.startswith("SE*") for old, _ in self.change):
            text = _counted(text)
        return text.encode("latin-1")


class _CasesFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    case: tuple[X12Case, ...]


@cache
def base(name: str) -> str:
    """A clean invented interchange, one segment a line removed."""
    text = files(_PACKAGE).joinpath("bases", f"{name}.x12").read_text(encoding="ascii")
    return text.replace("\n", "")


def base_names() -> tuple[str, ...]:
    """The clean interchanges, by name."""
    found = files(_PACKAGE).joinpath("bases").iterdir()
    return tuple(sorted(one.name.removesuffix(".x12") for one in found))


@cache
def x12_cases() -> tuple[X12Case, ...]:
    """All cases, by the file in which they stand."""
    folder = files(_PACKAGE).joinpath("rules")
    found = sorted((one for one in folder.iterdir() if one.name.endswith(_SUFFIX)), key=str)
    return tuple(
        case
        for file in found
        for case in msgspec.toml.decode(file.read_bytes(), type=_CasesFile).case
    )


def _counted(text: str) -> str:
    segments = text.split("~")
    begin = next(n for n, one in enumerate(segments) if one.startswith("ST*"))
    end = next(n for n, one in enumerate(segments) if one.startswith("SE*"))
    segments[end] = f"SE*{end - begin + 1}*0001"
    return "~".join(segments)
