"""The printed claim shows what the 837 says, box by box."""

from datetime import date
from decimal import Decimal

import msgspec

from codeward.claims.printed import PrintedClaim, printed
from codeward.model import Accident, ClaimDetails, Encounter, Subscriber
from tests.unit.claims.examples import DOCTOR, PAYER


def values(claim: PrintedClaim) -> dict[str, str]:
    return {box.number: box.value for box in claim.boxes}


def test_a_professional_claim(visit: Encounter) -> None:
    claim = printed(visit)
    told = values(claim)
    assert claim.form == "CMS-1500 style"
    assert (told["21A"], told["21B"]) == ("E11.22", "N18.32")
    assert told["2"] == "Quist, Abelard"
    assert told["33"] == "Larkmoor Regional Hospital NPI 2341672113"
    assert claim.lines[0] == ("2026-01-15", "11", "99214 25", "AB", "185.50", "1")
    assert claim.total == Decimal("205.50")
    assert "22" not in told


def test_circumstances_have_their_boxes(visit: Encounter) -> None:
    details = ClaimDetails(
        frequency="7", original_reference="P1", prior_authorization="A9", note="N",
        accident=Accident(kind="OA", date=date(2026, 1, 14)), referring_provider=DOCTOR,
    )  # fmt: skip
    parent = Subscriber(last_name="Quist", first_name="Una")
    payer = msgspec.structs.replace(PAYER, subscriber=parent)
    told = values(printed(msgspec.structs.replace(visit, claim=details, payer=payer)))
    assert told["10"] == "OA 2026-01-14"
    assert told["17"] == "Okonjo, Adaeze NPI 2542143047"
    assert (told["22"], told["23"], told["4"]) == ("7 P1", "A9", "Quist, Una")


def test_an_institutional_claim(stay: Encounter) -> None:
    claim = printed(stay)
    told = values(claim)
    assert claim.form == "UB-04 style"
    assert told["6"] == "2026-01-10 to 2026-01-14"
    assert told["67"] == "S72.001A  POA Y"
    assert told["69"] == "R07.9"
    assert told["74a"] == "30233N1 2026-01-12"
    assert claim.lines[0] == ("0120", "", "", "4", "8000.00")


def test_further_boxes_go_on_after_z(stay: Encounter) -> None:
    many = tuple(
        msgspec.structs.replace(stay.procedures[0], code=f"0SR90J{n % 10}") for n in range(30)
    )
    told = values(printed(msgspec.structs.replace(stay, procedures=many)))
    assert "74z" in told
    assert "74aa" in told
