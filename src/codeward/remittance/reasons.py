"""Which kind of problem an adjustment reason (CARC) speaks of, so that work can be sorted.

The groups and their words are ours; the codes are numbers of the published list.
"""

from collections.abc import Iterable
from enum import StrEnum


class ReasonGroup(StrEnum):
    """Who can do something about an adjustment."""

    CONTRACTUAL = "agreed discount"
    PATIENT = "patient's share"
    CODING = "coding"
    MEDICAL_NECESSITY = "medical necessity"
    MISSING_INFORMATION = "missing or wrong information"
    AUTHORIZATION = "authorisation or referral"
    DUPLICATE = "duplicate"
    TIMELY_FILING = "filed too late"
    COORDINATION = "another payer comes first"
    COVERAGE = "not covered or no coverage on the day"
    BUNDLED = "included in another service"
    OTHER = "other"


_GROUPS: dict[ReasonGroup, str] = {
    ReasonGroup.CONTRACTUAL: "45 42 44 59 94 104 105 131 144 161 172 203 223 237 253",
    ReasonGroup.PATIENT: "1 2 3 66 100 187 241 247",
    ReasonGroup.CODING: "4 5 6 7 8 9 10 11 12 13 14 40 49 54 55 58 61 107 125 146 150 151 152 "
    "154 167 181 182 185 189 199 231 236 243 272 273 B7 B22",
    ReasonGroup.MEDICAL_NECESSITY: "50 56 57 114 115 153 155 165",
    ReasonGroup.MISSING_INFORMATION: "16 17 148 163 164 206 207 208 226 227 250 251 252 A1",
    ReasonGroup.AUTHORIZATION: "15 38 39 62 63 95 197 198 210 242 243 256 288 296 299 302 C1",
    ReasonGroup.DUPLICATE: "18",
    ReasonGroup.TIMELY_FILING: "29 138 164 226",
    ReasonGroup.COORDINATION: "19 20 21 22 23 24 109 129 136 201 209 275",
    ReasonGroup.COVERAGE: "26 27 31 32 33 34 35 46 47 48 51 52 96 119 149 166 168 171 177 180 200 "
    "204 222 238 256 258 B1 B5",
    ReasonGroup.BUNDLED: "97 190 234 236 A5 B10 B15 P14",
}
_BY_CODE: dict[str, ReasonGroup] = {}
for _group, _codes in _GROUPS.items():
    for _code in _codes.split():
        _BY_CODE.setdefault(_code, _group)


# CARCs that only say that something is missing or wrong; the RARC beside them says what.
_TELLS_LITTLE = frozenset("16 125 148 226 227 250 252 A1".split())
_BY_REMARK: dict[ReasonGroup, str] = {
    ReasonGroup.CODING: "M20 M44 M45 M46 M49 M50 M51 M52 M53 M64 M67 M76 M77 M81 MA63 MA65 N56 N64 "
    "N65 N519 N517 N657",
    ReasonGroup.MEDICAL_NECESSITY: "M25 M26 M60 N115 N130 N386",
    ReasonGroup.AUTHORIZATION: "M62 N54",
    ReasonGroup.COORDINATION: "MA04 MA64 MA92 N4 N8 N36 N48 N155",
    ReasonGroup.COVERAGE: "MA61 N30 N52 N382",
    ReasonGroup.BUNDLED: "M15 M80 M97 N19 N20",
    ReasonGroup.DUPLICATE: "M86 N522",
}
_REMARKS = {code: group for group, codes in _BY_REMARK.items() for code in codes.split()}


def group_of(reason: str, remarks: Iterable[str] = ()) -> ReasonGroup:
    """The kind of problem behind an adjustment.

    Args:
        reason: CARC.
        remarks: RARCs beside it; they decide where the CARC tells little, such as 16.
    """
    code = reason.lstrip("0") or reason
    if code in _TELLS_LITTLE:
        told = next((_REMARKS[one] for one in remarks if one in _REMARKS), None)
        if told is not None:
            return told
    return _BY_CODE.get(code, ReasonGroup.OTHER)
