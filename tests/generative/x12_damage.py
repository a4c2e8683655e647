"""Damages clean interchanges at random and shows them to everything that reads X12.

Run: `python -m tests.generative.x12_damage [COUNT [SEED]]`; prints what it found, fails on the
first interchange that breaks a reader or keeps it longer than some seconds.
"""

import random
import signal
import sys
from collections import Counter
from datetime import UTC, datetime

from codeward.formats.x12 import (
    ReadClaim,
    Scanner,
    X12ReadError,
    acknowledgement_text,
    claim_acknowledgement_text,
    claim_sets,
    read_claims,
    read_transactions,
    repaired,
    validate,
)
from codeward.formats.x12.cases import base, base_names
from codeward.formats.x12.remittance_advice import read_remittances

LONGEST = 20
AT = datetime(2026, 11, 1, 9, 0, tzinfo=UTC)
BASES = tuple(base(name).encode() for name in base_names())
TOKENS = (
    b"", b"*", b":", b"~", b"^", b"\n", b"\r\n", b" ", b"\x00", b"\xff", b"0", b"-", b"-1", b".", b"9" * 30,
    b"1e9", b"NaN", b"Infinity", b"\xb2", b"ISA", b"IEA", b"GS", b"ST*837*0001~", b"SE*1*0001~", b"BIN*5*ab~cd~",
    b"BDS*ASC*999999*x~", b"HL*1*1*22*1~", b"CLM*X*1***11:B:1*Y*A*Y*Y~", b"LX*1~", b"SVC*HC:99213*1*1~", b"CLP*X*1*1*1**12*X~",
    b"20261301", b"00000000", b"NM1*85", b"HI*ABK:I10", b"TA1*1*261101*0900*A*000~",
)  # fmt: skip


def damaged(chance: random.Random, bases: tuple[bytes, ...] = BASES) -> bytes:
    """A clean interchange with one to six random changes of bytes, segments or elements."""
    data = chance.choice(bases)
    for _ in range(chance.randint(1, 6)):
        data = chance.choice(_CHANGES)(chance, data)
    return chance.choice(_RARE)(chance, data) if chance.random() < _SELDOM else data


def _bytes(chance: random.Random, data: bytes) -> bytes:
    place = chance.randrange(len(data) + 1)
    new = bytes(chance.randrange(256) for _ in range(chance.randint(0, 3)))
    return data[:place] + new + data[place + chance.randint(0, 4) :]


def _token(chance: random.Random, data: bytes) -> bytes:
    place = chance.randrange(len(data) + 1)
    return data[:place] + chance.choice(TOKENS) + data[place + chance.choice((0, 0, 1, 8)) :]


def _segments(chance: random.Random, data: bytes) -> bytes:
    parts = data.split(b"~")
    taken = parts.pop(chance.randrange(len(parts)))
    for _ in range(chance.choice((0, 0, 1, 1, 2, 12))):
        parts.insert(chance.randrange(len(parts) + 1), taken)
    return b"~".join(parts)


def _elements(chance: random.Random, data: bytes) -> bytes:
    mark = chance.choice((b"*", b"*", b":"))
    parts = data.split(mark)
    place, other = chance.randrange(len(parts)), chance.randrange(len(parts))
    parts[place] = chance.choice((b"", parts[other], parts[place] * 2, chance.choice(TOKENS)))
    return mark.join(parts)


def _cut(chance: random.Random, data: bytes) -> bytes:
    begin = chance.randrange(len(data) + 1)
    return data[:begin] + (
        data[chance.randrange(len(data) + 1) :] if chance.random() < 0.5 else b""
    )


def _marks(chance: random.Random, data: bytes) -> bytes:
    old, new = chance.choice(b"*:~^"), chance.randrange(256)
    return data.replace(bytes([old]), bytes([new]))


_CHANGES = (_bytes, _bytes, _token, _token, _segments, _segments, _elements, _elements)
_RARE = (_cut, _marks)
_SELDOM = 0.1


def outcome(data: bytes, chance: random.Random, *, answers: bool) -> str:
    """How the readers take it: accepted, rejected or unreadable.

    Raises:
        AssertionError: they contradict one another.
    """
    size = chance.choice((len(data) or 1, len(data) or 1, 512, 512, 64, 7))
    chunks = [data[at : at + size] for at in range(0, len(data), size)]
    try:
        found = validate(chunks)
    except X12ReadError:
        return "unreadable"
    rejecting = any(one.severity == "reject" for one in found.findings)
    assert found.accepted is not rejecting
    for number, verdict in enumerate(found.interchanges, start=1) if answers else ():
        sets = tuple(claim_sets([data]))
        _accepted(acknowledgement_text(verdict, number, AT, with_ta1=True))
        _accepted(claim_acknowledgement_text(verdict, sets, number, AT))
    if answers:
        assert "".join(raw for raw, _, _ in Scanner(chunks)).encode("latin-1") == data
        list(read_remittances(chunks))
        text = data.decode("latin-1")
        claims = (one for one in read_claims(chunks) if isinstance(one, ReadClaim))
        assert all(one.text in text for one in claims)
        list(read_transactions(chunks))
        repaired(chunks)
    return "accepted" if found.accepted else "rejected"


def _accepted(answer: str) -> None:
    found = validate([answer.encode("ascii")]).findings if answer else ()
    assert not found, [(one.rule, one.segment, one.segment_id, one.message) for one in found]


def _too_slow(*_: object) -> None:
    raise TimeoutError(f"a reader took longer than {LONGEST} s")


def main(count: int, seed: int) -> None:
    """Damage `count` interchanges; each tenth also goes through answers, repairs and postings."""
    chance = random.Random(seed)  # noqa: S311 - no secret is drawn
    signal.signal(signal.SIGALRM, _too_slow)
    tally: Counter[str] = Counter()
    for number in range(count):
        data = damaged(chance)
        signal.alarm(LONGEST)
        try:
            tally[outcome(data, chance, answers=number % 10 == 0)] += 1
        except BaseException:
            sys.stderr.write(f"seed {seed}, number {number}: {data!r}\n")
            raise
    signal.alarm(0)
    told = f"{count} damaged interchanges of {len(BASES)} bases, seed {seed}: {dict(tally)}"
    sys.stdout.write(told + "\n")


if __name__ == "__main__":
    asked = [int(one) for one in sys.argv[1:3]]
    main(*asked, *(10_000, 1)[len(asked) :])
