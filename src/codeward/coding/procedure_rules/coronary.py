"""Coronary arteries: how many a bypass or a dilation treats, and from where or with what.

Guidelines B3.6b and B3.6c (bypass: the body part is the number of arteries, one code for each
different origin) and B4.4 (dilation: the number of arteries treated, then the number of devices).
"""

from collections.abc import Sequence

from codeward.codesets.words import Word
from codeward.coding.procedure_rules.numbers import number

_ARTERIES = (
    "left anterior descending",
    "lad",
    "circumflex",
    "lcx",
    "obtuse marginal",
    "om1",
    "om2",
    "om",
    "right coronary",
    "rca",
    "posterior descending",
    "pda",
    "diagonal",
    "ramus",
    "posterolateral",
    "left main",
)
_CONDUITS = {
    "left internal mammary": "Z9",
    "left internal thoracic": "Z9",
    "lima": "Z9",
    "right internal mammary": "Z8",
    "right internal thoracic": "Z8",
    "rima": "Z8",
    "internal mammary": "Z9",
    "saphenous": "9W",
    "svg": "9W",
    "vein": "9W",
    "veins": "9W",
    "radial": "AW",
}
_MOST = 4


def bypass(words: Sequence[Word]) -> tuple[str, ...]:
    """The codes of an open coronary bypass; none where the graft is not named."""
    said = [word.word for word in words]
    grafts = _phrases(said, tuple(_CONDUITS))
    counts: dict[str, int | None] = {}
    for place, (start, name) in enumerate(grafts):
        end = grafts[place + 1][0] if place + 1 < len(grafts) else len(said)
        kind = _CONDUITS[name]
        count = _arteries(said[start:end])
        if kind not in counts or counts[kind] is None:
            counts[kind] = count
        elif count is not None:
            counts[kind] = (counts[kind] or 0) + count
    if not counts:
        return ()
    total = _total(said, grafts[0][0])
    open_kinds = [kind for kind, count in counts.items() if count is None]
    if total is not None and len(open_kinds) == len(counts) > 1:
        counts = {kind: 1 if kind.startswith("Z") else None for kind in counts}
        open_kinds = [kind for kind, count in counts.items() if count is None]
    known = sum(count or 0 for count in counts.values())
    for kind in open_kinds:
        single = len(open_kinds) == 1
        counts[kind] = max((total or 1) - known, 1) if single else 1
    grafted = [kind for kind in counts if not kind.startswith("Z")]
    if total is not None and len(grafted) == 1:
        others = sum(count or 0 for kind, count in counts.items() if kind not in grafted)
        counts[grafted[0]] = max(total - others, counts[grafted[0]] or 1)
    return tuple(f"021{_sign(count or 1)}0{kind}" for kind, count in counts.items())


def dilation(words: Sequence[Word]) -> dict[str, str]:
    """The slots of a percutaneous coronary dilation: arteries and device."""
    said = [word.word for word in words]
    arteries = _arteries(said) or 1
    device = "Z"
    if any(one.startswith("stent") for one in said):
        stents = _before(said, ("stent", "stents", "drug", "bare")) or 1
        bare = "bare" in said
        device = ("DEFG" if bare else "4567")[min(stents, _MOST) - 1]
    return {"arteries": _sign(arteries), "stents": device}


def _sign(arteries: int) -> str:
    return str(min(arteries, _MOST) - 1)


def _arteries(said: Sequence[str]) -> int | None:
    """The number of arteries: given before the word artery or vessel, else of those named."""
    given = _before(said, ("coronary", "artery", "arteries", "vessel", "vessels"))
    return given or len({name for _, name in _phrases(said, _ARTERIES)}) or None


def _total(said: Sequence[str], graft: int) -> int | None:
    """How many bypasses the name of the operation says: CABG x3, triple vessel."""
    return next((count for one in said[:graft] if (count := number(one))), _times(said))


def _times(said: Sequence[str]) -> int | None:
    return next((number(one) for one in said if one[:1] == "x" and number(one)), None)


def _before(said: Sequence[str], heads: tuple[str, ...]) -> int | None:
    for place, one in enumerate(said[:-1]):
        count = number(one)
        if count and said[place + 1] in heads:
            return count
    return None


def _phrases(said: Sequence[str], wordings: tuple[str, ...]) -> list[tuple[int, str]]:
    """Where which wording stands, longest first, without overlap."""
    found, place = [], 0
    ordered = sorted((one.split() for one in wordings), key=len, reverse=True)
    while place < len(said):
        hit = next((one for one in ordered if list(said[place : place + len(one)]) == one), None)
        if hit:
            found.append((place, " ".join(hit)))
        place += len(hit) if hit else 1
    return found
