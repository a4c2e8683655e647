"""Every answer lands on the one thing that it speaks of, or waits for a person."""

import random
from datetime import date
from decimal import Decimal

import msgspec
import pytest

from codeward.formats.x12.cases import base
from codeward.transmission import (
    Action,
    Answer,
    Book,
    ClaimKeys,
    ClaimState,
    Envelope,
    Kind,
    Match,
    Reason,
    SetKeys,
    read_answers,
    sent_file,
)


def envelope(control: int, claims: int = 100, sets: int = 2) -> Envelope:
    return Envelope(
        "0" * 64, "US", "PLAN", control, "2611010900", "T",
        tuple(
            SetKeys(
                "HC", str(control), f"{number:04}", "837P", f"B{control}-{number}",
                tuple(
                    ClaimKeys(f"CLAIM{control:05}X{number}Y{place:03}", Decimal(place + 1))
                    for place in range(claims // sets)
                ),
            )
            for number in range(1, sets + 1)
        ),
    )  # fmt: skip


def test_ten_thousand_claims_with_shuffled_answers_each_land_once() -> None:
    files = [sent_file(number, envelope(number)) for number in range(1, 101)]
    book = Book(files)
    answers = [
        (claim, answer)
        for file in files
        for claim in file.claims
        for answer in (
            Answer(kind=Kind.CLAIM, accepted=True, claim=claim.number, reference=claim.reference),
            Answer(kind=Kind.PAYMENT, accepted=True, claim=claim.number, charge=claim.charge),
        )
    ]
    assert len(answers) == 20_000
    random.Random(7).shuffle(answers)  # noqa: S311 - an order, no secret
    landed = set()
    for claim, answer in answers:
        found = book.match(answer)
        assert isinstance(found, Match)
        assert found.claims == (claim,)
        landed.add((answer.kind, claim))
    assert len(landed) == 20_000


BOOK = Book([sent_file(1, envelope(1)), sent_file(2, envelope(2))])
CLAIM = "CLAIM00001X1Y004"


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (Answer(kind=Kind.TA1, accepted=True, control="1"), (None, 0)),
        (Answer(kind=Kind.TA1, accepted=False, control="000000001"), (Action.REJECT, 100)),
        (Answer(kind=Kind.TA1, accepted=True, control="000000009"), Reason.UNKNOWN),
        (Answer(kind=Kind.TA1, accepted=True, control="x"), Reason.UNKNOWN),
        (Answer(kind=Kind.GROUP, accepted=True, code="HC", control="01"), (Action.ACKNOWLEDGE, 0)),
        (Answer(kind=Kind.GROUP, accepted=False, code="HC", control="1"), (Action.REJECT, 100)),
        (Answer(kind=Kind.GROUP, accepted=True, code="HP", control="1"), Reason.UNKNOWN),
        (Answer(kind=Kind.SET, accepted=True, code="HC", group="1", control="0002"), (None, 0)),
        (Answer(kind=Kind.SET, accepted=False, code="HC", group="1", control="0002"), (None, 50)),
        (Answer(kind=Kind.SET, accepted=True, code="HC", group="1", control="0009"), Reason.UNKNOWN),
        (Answer(kind=Kind.SET, accepted=True, code="HC", group="9", control="0001"), Reason.UNKNOWN),
        (
            Answer(kind=Kind.SET, accepted=False, code="HC", group="1", control="0002", claims=(CLAIM,)),
            Reason.CONTRADICTION,
        ),
        (Answer(kind=Kind.CLAIM, accepted=True, claim=CLAIM, reference="B1-1"), (Action.ACKNOWLEDGE, 1)),
        (Answer(kind=Kind.CLAIM, accepted=True, claim=CLAIM, reference="B2-1"), Reason.UNKNOWN),
        (Answer(kind=Kind.PAYMENT, accepted=True, claim="CLAIM00001X1Y00", charge=Decimal(5)), (Action.ACKNOWLEDGE, 1)),
        (Answer(kind=Kind.PAYMENT, accepted=True, claim="CLAIM00001", charge=Decimal(5)), Reason.SEVERAL),
        (Answer(kind=Kind.PAYMENT, accepted=True, claim="CLAIM", charge=Decimal(5)), Reason.UNKNOWN),
        (Answer(kind=Kind.PAYMENT, accepted=True, claim="CLAIM00001X1Y00", charge=Decimal(99)), Reason.UNKNOWN),
    ],
)  # fmt: skip
def test_answers_by_their_keys(answer: Answer, expected: object) -> None:
    found = BOOK.match(answer)
    assert (found if isinstance(found, Reason) else (found.action, len(found.claims))) == expected


def twice(*, first_closed: bool, payer: tuple[str, str] = ("", "")) -> Book:
    files = []
    for number, payer_number in enumerate(payer, start=1):
        file = sent_file(number, envelope(number, claims=2, sets=1))
        claims = tuple(
            msgspec.structs.replace(
                one, number=f"SAMENUMBER{place}", payer_number=payer_number if place == 0 else "",
                closed=first_closed and number == 1,
            )
            for place, one in enumerate(file.claims)
        )  # fmt: skip
        files.append(msgspec.structs.replace(file, claims=claims))
    return Book(files)


def pay(claim: str, payer_number: str = "") -> Answer:
    return Answer(kind=Kind.PAYMENT, accepted=True, claim=claim, payer_number=payer_number)


def test_two_candidates_are_never_guessed_but_a_refused_one_is_none() -> None:
    assert twice(first_closed=False).match(pay("SAMENUMBER0")) is Reason.SEVERAL
    found = twice(first_closed=True).match(pay("SAMENUMBER0"))
    assert isinstance(found, Match)
    assert found.transmission == 2


def test_the_number_of_the_payer_decides_and_contradicts() -> None:
    book = twice(first_closed=False, payer=("P1", "P2"))
    found = book.match(pay("SAMENUMBER0", "P2"))
    assert isinstance(found, Match)
    assert found.transmission == 2
    assert book.match(pay("SAMENUMBER1", "P2")) is Reason.CONTRADICTION
    assert book.match(pay("OTHER", "P2")) is Reason.CONTRADICTION
    short = book.match(pay("SAME", "P1"))
    assert isinstance(short, Match)
    assert short.transmission == 1


@pytest.mark.parametrize(
    ("accepted", "reversal", "told"),
    [
        (True, False, ClaimState.PAID),
        (False, False, ClaimState.DENIED),
        (False, True, ClaimState.REVERSED),
    ],
)
def test_what_a_payment_says(*, accepted: bool, reversal: bool, told: ClaimState) -> None:
    answer = Answer(kind=Kind.PAYMENT, accepted=accepted, claim=CLAIM, reversal=reversal)
    found = BOOK.match(answer)
    assert isinstance(found, Match)
    assert found.told is told


def test_equal_control_numbers_are_told_apart_by_the_time_of_the_interchange() -> None:
    one = sent_file(1, envelope(1))
    other = msgspec.structs.replace(one, transmission=2, created="2611020900")
    book = Book([one, other])
    answer = Answer(kind=Kind.TA1, accepted=True, control="1", created="2611020900")
    found = book.match(answer)
    assert isinstance(found, Match)
    assert found.transmission == 2
    assert book.match(msgspec.structs.replace(answer, created="")) is Reason.SEVERAL
    assert (
        book.match(Answer(kind=Kind.GROUP, accepted=True, code="HC", control="1")) is Reason.SEVERAL
    )


def test_a_cut_off_interchange_is_not_complete() -> None:
    isa = b"ISA*00*          *00*          *ZZ*PLAN           *ZZ*US             *261101*0900*^*00501*000000001*0*T*:~"
    ta1 = b"TA1*000000001*261101*0900*A*000~"
    whole, cut = isa + ta1 + b"IEA*0*000000001~", isa + ta1
    assert [one.complete for one in read_answers(whole + cut + whole)] == [True, False, True]
    assert [one.complete for one in read_answers(cut)] == [False]
    assert [one.complete for one in read_answers(isa + ta1 + b"IEA*0*000000002~")] == [False]


@pytest.mark.parametrize("control", ["9" * 5000, "\xb2", "", "-7", "X"])
def test_a_control_number_that_is_none_waits_for_a_person(control: str) -> None:
    book = Book([sent_file(1, envelope(1))])
    answer = Answer(kind=Kind.GROUP, accepted=True, control=control, group=control, code="HC")
    assert book.match(answer) is Reason.UNKNOWN


def clearing(number: str, reference: str, claim: str) -> Answer:
    return Answer(
        kind=Kind.CLAIM, accepted=True, claim=claim, reference=reference, clearinghouse=number
    )


def test_the_number_of_the_clearinghouse_finds_a_claim_in_sets_of_its_own() -> None:
    keys = tuple(
        ClaimKeys(f"CLAIM{place}", Decimal(10), clearinghouse=f"D{place}") for place in (1, 2)
    )
    one = msgspec.structs.replace(
        envelope(1), sets=(SetKeys("HC", "1", "0001", "837P", "OURS", keys),)
    )
    book = Book([sent_file(1, one)])
    found = book.match(clearing("D2", "THEIRS", "CLAIM2"))
    assert isinstance(found, Match)
    assert [one.number for one in found.claims] == ["CLAIM2"]
    assert isinstance(book.match(clearing("D2", "OURS", "CLAIM2")), Match)
    assert book.match(clearing("D2", "OURS", "CLAIM1")) is Reason.CONTRADICTION
    assert book.match(clearing("D9", "THEIRS", "CLAIM2")) is Reason.UNKNOWN
    assert book.match(clearing("", "THEIRS", "CLAIM2")) is Reason.UNKNOWN


def test_a_payment_tells_its_day_its_trace_and_its_reasons() -> None:
    text = base("remittance").replace("*20261105~", "*20261105~", 1)
    (read,) = read_answers(text.encode())
    first, second = read.answers
    assert (first.trace, first.paid_on) == ("E1", date(2026, 11, 5))
    assert [(one.group, one.reason) for one in first.adjustments] == [("PR", "1"), ("CO", "45")]
    assert [one.reason for one in second.adjustments] == ["45"]  # the PLB is no reason of a claim
    (wrong,) = read_answers(text.replace("*98765*20261105", "*98765*2026", 1).encode())
    assert wrong.answers[0].paid_on is None
