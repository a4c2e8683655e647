"""Ties an answer to the file and claim that it speaks of, or says why not; never guesses."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum

import msgspec

from codeward.formats.x12 import whole_number
from codeward.transmission.answers import Answer, Kind
from codeward.transmission.envelope import Envelope
from codeward.transmission.states import Action, ClaimState

# A payer may shorten CLM01 in CLP01, but not to a stump that fits anything.
SHORTEST_NUMBER = 8


class Reason(StrEnum):
    """Why an answer waits in the unmatched queue."""

    UNKNOWN = "nothing that we sent has these numbers"
    SEVERAL = "more than one claim or file has these numbers"
    CONTRADICTION = "its numbers belong to different claims"


class ClaimPlace(msgspec.Struct, frozen=True):
    """A claim in a file that was sent: which file, where in it, and what is known of it."""

    transmission: int
    group: str
    control: str
    reference: str
    number: str
    charge: Decimal
    payer_number: str = ""
    closed: bool = False
    clearinghouse: str = ""


class SentFile(msgspec.Struct, frozen=True):
    """The keys of a file that was sent."""

    transmission: int
    control: int
    created: str
    sets: tuple[tuple[str, str, str], ...]
    claims: tuple[ClaimPlace, ...]


class Match(msgspec.Struct, frozen=True):
    """What an answer speaks of, and what follows for it.

    Attributes:
        transmission: The file.
        action: What happens to the file; None where only claims are meant.
        claims: The claims that are meant.
        told: What it says about them; None where it says nothing.
    """

    transmission: int
    action: Action | None
    claims: tuple[ClaimPlace, ...] = ()
    told: ClaimState | None = None


def sent_file(transmission: int, envelope: Envelope) -> SentFile:
    """The keys of an envelope under the number that the outbox gave it."""
    sets = tuple((one.code, one.group, one.control) for one in envelope.sets)
    claims = tuple(
        ClaimPlace(
            transmission,
            one.group,
            one.control,
            one.reference,
            claim.number,
            claim.charge,
            clearinghouse=claim.clearinghouse,
        )
        for one in envelope.sets
        for claim in one.claims
    )
    return SentFile(transmission, envelope.control, envelope.created, sets, claims)


class Book:
    """Everything that was sent to one partner, by every key that an answer may carry."""

    def __init__(self, files: Iterable[SentFile]) -> None:
        self._by_control: dict[int, list[SentFile]] = defaultdict(list)
        self._by_group: dict[tuple[str, int], list[SentFile]] = defaultdict(list)
        self._by_number: dict[str, list[ClaimPlace]] = defaultdict(list)
        self._by_clearinghouse: dict[str, list[ClaimPlace]] = defaultdict(list)
        self._by_payer: dict[str, list[ClaimPlace]] = defaultdict(list)
        for file in files:
            self._by_control[file.control].append(file)
            for code, group in dict.fromkeys((code, group) for code, group, _ in file.sets):
                self._by_group[code, _number(group)].append(file)
            for claim in file.claims:
                self._by_number[claim.number].append(claim)
                if claim.clearinghouse:
                    self._by_clearinghouse[claim.clearinghouse].append(claim)
                if claim.payer_number:
                    self._by_payer[claim.payer_number].append(claim)
        self._numbers = sorted(self._by_number)

    def match(self, answer: Answer) -> Match | Reason:
        """What the answer speaks of, or why that is not known."""
        match answer.kind:
            case Kind.TA1:
                return self._interchange(answer)
            case Kind.GROUP:
                return self._group(answer)
            case Kind.SET:
                return self._set(answer)
            case Kind.CLAIM:
                return self._claim(answer)
            case Kind.PAYMENT:
                return self._payment(answer)

    def _interchange(self, answer: Answer) -> Match | Reason:
        """TA101 against ISA13 as numbers; ISA09 and ISA10 decide between several only."""
        files = self._by_control.get(_number(answer.control), [])
        if len(files) > 1:
            files = [one for one in files if one.created == answer.created]
            if not files:
                return Reason.SEVERAL
        if len(files) != 1:
            return Reason.SEVERAL if files else Reason.UNKNOWN
        if answer.accepted:  # the 999 decides; a TA1 only says that the envelope was read
            return Match(files[0].transmission, None)
        return Match(files[0].transmission, Action.REJECT, files[0].claims, ClaimState.REJECTED)

    def _file(self, code: str, group: str) -> SentFile | Reason:
        files = self._by_group.get((code, _number(group)), [])
        if len(files) != 1:
            return Reason.SEVERAL if files else Reason.UNKNOWN
        return files[0]

    def _group(self, answer: Answer) -> Match | Reason:
        """A group that was refused takes all its claims with it."""
        file = self._file(answer.code, answer.control)
        if isinstance(file, Reason):
            return file
        if answer.accepted:
            return Match(file.transmission, Action.ACKNOWLEDGE)
        group = _number(answer.control)
        claims = tuple(one for one in file.claims if _number(one.group) == group)
        alone = all(_number(one) == group for _, one, _ in file.sets)
        action = Action.REJECT if alone else Action.ACKNOWLEDGE
        return Match(file.transmission, action, claims, ClaimState.REJECTED)

    def _set(self, answer: Answer) -> Match | Reason:
        """A set that was refused takes all its claims with it, whichever of them it names."""
        file = self._file(answer.code, answer.group)
        if isinstance(file, Reason):
            return file
        place = (_number(answer.group), answer.control)
        if place not in {(_number(group), control) for _, group, control in file.sets}:
            return Reason.UNKNOWN
        if answer.accepted:
            return Match(file.transmission, None)
        claims = tuple(one for one in file.claims if (_number(one.group), one.control) == place)
        if not {one.number for one in claims}.issuperset(answer.claims):
            return Reason.CONTRADICTION
        return Match(file.transmission, None, claims, ClaimState.REJECTED)

    def _claim(self, answer: Answer) -> Match | Reason:
        """The set by BHT03, the claim in it by CLM01; else by the clearinghouse's number.

        A clearinghouse that sends on our claims in sets of its own gives its own BHT03 back.
        """
        told = ClaimState.ACCEPTED if answer.accepted else ClaimState.REJECTED
        named = self._by_number.get(answer.claim, [])
        claims = [one for one in named if one.reference == answer.reference]
        known = self._by_clearinghouse.get(answer.clearinghouse, []) if answer.clearinghouse else []
        if not known:
            return _only(claims, told)
        both = [one for one in known if one in (claims or named)]
        return _only(both, told) if both else Reason.CONTRADICTION

    def _payment(self, answer: Answer) -> Match | Reason:
        """By CLP01, by the payer's own number, or by a shortened CLP01 with the same charge."""
        told = ClaimState.PAID if answer.accepted else ClaimState.DENIED
        if answer.reversal:
            told = ClaimState.REVERSED
        known = self._by_payer.get(answer.payer_number, []) if answer.payer_number else []
        exact = self._by_number.get(answer.claim, [])
        if not exact and not known:
            return _only(self._shortened(answer), told)
        if exact and known:
            both = [one for one in exact if one in known]
            return _only(both, told) if both else Reason.CONTRADICTION
        if known:
            fits = all(one.number.startswith(answer.claim) for one in known)
            return _only(known, told) if fits else Reason.CONTRADICTION
        if len(exact) > 1:  # sent again after a refusal: only the one that was not refused is paid
            exact = [one for one in exact if not one.closed]
            if not exact:
                return Reason.SEVERAL
        return _only(exact, told)

    def _shortened(self, answer: Answer) -> list[ClaimPlace]:
        number = answer.claim
        if len(number) < SHORTEST_NUMBER:
            return []
        found: list[ClaimPlace] = []
        place = bisect_left(self._numbers, number)
        while place < len(self._numbers) and self._numbers[place].startswith(number):
            found += self._by_number[self._numbers[place]]
            place += 1
        return [one for one in found if one.charge == answer.charge]


def _only(claims: list[ClaimPlace], told: ClaimState) -> Match | Reason:
    """The one claim; a claim answer also proves that its file arrived."""
    if len(claims) != 1:
        return Reason.SEVERAL if claims else Reason.UNKNOWN
    return Match(claims[0].transmission, Action.ACKNOWLEDGE, (claims[0],), told)


def _number(text: str) -> int:
    """A control number as a number: partners drop or add leading zeros; -1 for none."""
    number = whole_number(text.strip())
    return -1 if number is None else number
