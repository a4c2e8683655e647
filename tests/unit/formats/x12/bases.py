"""The clean invented interchanges as lists of segments, and a way to break one rule of them."""

from codeward.formats.x12.cases import base


def professional() -> list[str]:
    """An 837P with two claims: a self subscriber, then a dependent."""
    return _segments("professional")


def institutional(kind: str = "11") -> list[str]:
    """An 837I of a hospital stay, or of an emergency visit with `13`."""
    return _segments("inpatient" if kind == "11" else "outpatient")


def remittance() -> list[str]:
    """An 835 with two claims, one of them by lines, and a provider adjustment."""
    return _segments("remittance")


def _segments(name: str) -> list[str]:
    return [f"{one}~" for one in base(name).split("~") if one]


def broken(segments: list[str], old: str, new: str | None, *, count: int = 1) -> bytes:
    """The base with `old` replaced in its first `count` segments; None drops the segment.

    SE01 is made right again, unless the breakage is one of SE itself.
    """
    told: list[str] = []
    left = count
    for line in segments:
        if left and old in line:
            left -= 1
            if new is not None:
                told += [part + "~" for part in line.replace(old, new).split("~") if part]
        else:
            told.append(line)
    assert left < count, f"the base holds no {old}"
    if not old.startswith("SE"):
        begin = next(place for place, line in enumerate(told) if line.startswith("ST*"))
        end = next(place for place, line in enumerate(told) if line.startswith("SE*"))
        told[end] = f"SE*{end - begin + 1}*0001~"
    return "\n".join(told).encode("latin-1")
