"""Settings of care that a query names by a word: codes of a setting not named come later."""

from collections.abc import Sequence
from enum import IntEnum

_NEWBORN = frozenset("newborn neonatal neonate perinatal fetal fetus birth infant baby".split())
_PREGNANCY = frozenset(
    "pregnancy pregnant maternal delivery labor childbirth puerperal puerperium obstetric "
    "postpartum gestational antepartum abortion ectopic placenta trimester fetal cesarean "
    "miscarriage".split()
)
_COMPLICATION = frozenset(
    "complication postprocedural postoperative intraoperative device implant graft prosthesis "
    "following catheter due infection mechanical dehiscence rejection failure loosening leak "
    "transplant".split()
)
_EXTERNAL = frozenset(
    "accident fall struck bitten collision driver passenger pedestrian place activity "
    "exposure assault contact vehicle car bite fell hit gun fire water occupant".split()
)
_HISTORY = frozenset(
    "history status hx family screening encounter presence absence carrier".split()
)


_OTHER_DIABETES = frozenset(
    "1 juvenile ketosis drug chemical steroid induced underlying secondary other specified due "
    "pancreatectomy postpancreatectomy pancreatogenic 3c mody insulin".split()
)


class Setting(IntEnum):
    """What kind of record or circumstance a code serves; most codes serve any."""

    ANY = 0
    NEWBORN = 1
    PREGNANCY = 2
    EXTERNAL = 3
    COMPLICATION = 4
    HISTORY = 5
    OTHER_DIABETES = 6


_NAMED_BY = {
    Setting.NEWBORN: _NEWBORN,
    Setting.PREGNANCY: _PREGNANCY,
    Setting.EXTERNAL: _EXTERNAL,
    Setting.COMPLICATION: _COMPLICATION,
    Setting.HISTORY: _HISTORY,
    Setting.OTHER_DIABETES: _OTHER_DIABETES,
}
_ANY: frozenset[str] = frozenset()
_COSTS = dict.fromkeys(_NAMED_BY, 1.0) | {Setting.OTHER_DIABETES: 2.5}
_CHAPTERS = {"P": Setting.NEWBORN, "O": Setting.PREGNANCY} | dict.fromkeys("VWXY", Setting.EXTERNAL)


def setting_of(code: str) -> Setting:
    """The setting of an ICD-10-CM code.

    Chapter 15 codes serve on the maternal record and chapter 16 codes on the newborn record alone
    (Official Guidelines, sections I.C.15.a.2 and I.C.16.a.1). Diabetes of a type that is not named
    is type 2 (I.C.4.a.2).
    """
    if code[:3] in {"E08", "E09", "E10", "E13"}:
        return Setting.OTHER_DIABETES
    if "T80" <= code[:3] <= "T88":
        return Setting.COMPLICATION
    if "Z80" <= code[:3] <= "Z87":
        return Setting.HISTORY
    return _CHAPTERS.get(code[:1], Setting.ANY)


def penalties(words: Sequence[str]) -> tuple[float, ...]:
    """By setting: 0 where a query names it, else what that costs, 1 for most."""
    return tuple(
        0.0 if _NAMED_BY.get(setting, _ANY).intersection(words) else _COSTS.get(setting, 0.0)
        for setting in Setting
    )
