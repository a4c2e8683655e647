"""Rules about providers, subscriber and patient."""

import re
from collections.abc import Iterator

from codeward.formats.x12.rule import Breach, Placed, Scope
from codeward.formats.x12.rules.numbers import is_npi, is_taxonomy
from codeward.formats.x12.segment import whole_number

SELF = "18"
_EIN_LENGTH = 9
_ZIP_LENGTH = 9
_POST_BOX = re.compile(r"\b(P\.?\s*O\.?\s*BOX|POST\s+OFFICE\s+BOX)\b", re.IGNORECASE)
_STATES = frozenset(
    "AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ "
    "NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY AS GU MP PR VI FM MH PW AA AE AP "
    "AB BC MB NB NL NS NT NU ON PE QC SK YT".split()
)
# Alpha-2 codes of ISO 3166-1.
_COUNTRIES = frozenset(
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR "
    "BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ "
    "EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW "
    "GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY "
    "KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV "
    "MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY "
    "QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG "
    "TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM "
    "ZW".split()
)
_OLDEST = 150


def npi(name: Placed, _: str) -> tuple[Breach, ...]:
    """An NPI has ten digits and a right check digit."""
    if name.get(8) == "XX" and not is_npi(name.get(9)):
        return (Breach(name, 9, "NM109 is no NPI: ten digits with a right check digit"),)
    return ()


def taxonomy(provider: Placed, _: str) -> tuple[Breach, ...]:
    """A provider taxonomy code has ten characters and ends in X."""
    if provider.get(3) and not is_taxonomy(provider.get(3)):
        return (Breach(provider, 3, "PRV03 has not the form of a taxonomy code"),)
    return ()


def state(town: Placed, _: str) -> Iterator[Breach]:
    """The country exists, and so does the state in the United States or Canada."""
    if town.get(4) and town.get(4) not in _COUNTRIES:
        yield Breach(town, 4, "N404 is no country")
    if town.get(4) in ("", "US", "CA") and town.get(2) and town.get(2) not in _STATES:
        yield Breach(town, 2, "N402 is no state, territory or province")


def post_box(scope: Scope) -> Iterator[Breach]:
    """The billing provider's address is a street, not a post office box."""
    for street in scope.all("2010AA/N3"):
        for number in (1, 2):
            if _POST_BOX.search(street.get(number)):
                yield Breach(street, number, f"N30{number} of the billing provider is a PO box")


def billing_zip(scope: Scope) -> Iterator[Breach]:
    """The billing provider's ZIP code has nine digits."""
    yield from _short_zip(scope, "2010AA/N4")


def facility_zip(scope: Scope) -> Iterator[Breach]:
    """The service facility's ZIP code has nine digits."""
    for loop in ("2310C", "2310E"):
        if scope.qualified(f"{loop}/NM1", "77"):
            yield from _short_zip(scope, f"{loop}/N4")


def _short_zip(scope: Scope, place: str) -> Iterator[Breach]:
    for town in scope.all(place):
        code = town.get(3)
        if town.get(4) in ("", "US") and not (len(code) == _ZIP_LENGTH and code.isdigit()):
            yield Breach(town, 3, "N403 is no ZIP code of nine digits")


def employer_number(scope: Scope) -> Iterator[Breach]:
    """The billing provider's employer identification number has nine digits."""
    for number in scope.qualified("2010AA/REF", "EI"):
        digits = number.get(2).replace("-", "", 1)
        if len(digits) != _EIN_LENGTH or not digits.isdigit():
            yield Breach(number, 2, "REF02 is no tax number of nine digits")


def self_exactly_without_patient(scope: Scope) -> Iterator[Breach]:
    """SBR02 is 18 exactly when no patient loop follows."""
    insured = scope.first("2000B/SBR")
    if insured is None:
        return
    patient = scope.below.get("2000C", 0) > 0
    if patient and insured.get(2) == SELF:
        yield Breach(insured, 2, "SBR02 says self although a patient loop follows")
    elif not patient and insured.get(2) != SELF and scope.below.get("2300"):
        yield Breach(insured, 2, "SBR02 is not 18 although no patient loop follows")


def child_flag(scope: Scope) -> Iterator[Breach]:
    """HL04 is 1 exactly when a child level follows."""
    below = {"2000A": "2000B", "2000B": "2000C"}.get(scope.loop, "")
    level = scope.first(f"{scope.loop}/HL")
    if level is None or not level.get(4):
        return
    follows = scope.below.get(below, 0) > 0
    if (level.get(4) == "1") is not follows:
        yield Breach(level, 4, "HL04 does not say whether a child level follows")


def self_subscriber_described(scope: Scope) -> Iterator[Breach]:
    """A subscriber who is the patient has address and birth date."""
    insured = scope.first("2000B/SBR")
    name = scope.first("2010BA/NM1")
    if insured is None or name is None or insured.get(2) != SELF or not scope.below.get("2300"):
        return
    lacks = [one for one in ("N3", "N4", "DMG") if not scope.all(f"2010BA/{one}")]
    if lacks:
        yield Breach(name, 0, f"the subscriber is the patient and lacks {', '.join(lacks)}")


def person_named(scope: Scope) -> Iterator[Breach]:
    """Subscriber and patient have a last name, the subscriber an identifier."""
    for name in scope.all("2010BA/NM1"):
        if scope.below.get("2300") and not name.get(9):
            yield Breach(name, 9, "NM109, the member id, is missing")


def birth_date(scope: Scope) -> Iterator[Breach]:
    """Nobody is born after the claim was made, or more than 150 years before."""
    for place in ("2010BA/DMG", "2010CA/DMG"):
        for one in scope.all(place):
            born, made = one.get(2)[:8], scope.today[:8]
            began, ended = whole_number(born[:4]), whole_number(made[:4])
            if began is None or ended is None:
                continue
            if born > made:
                yield Breach(one, 2, "DMG02 lies after the day on which the claim was made")
            elif ended - began >= _OLDEST:
                yield Breach(one, 2, "DMG02 makes the patient 150 years or older")
