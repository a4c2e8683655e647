"""A partner's own demands as data (SNIP type 7): an overlay on the guide, read from TOML."""

import re
from collections.abc import Iterator, Mapping

import msgspec

from codeward.formats.x12.rule import Breach, Check, Rule, Scope
from codeward.formats.x12.rules.claim import header
from codeward.formats.x12.rules.coordination import subscriber_payer
from codeward.formats.x12.versions import CLAIM_SETS
from codeward.model import CodewardError, Severity


class ProfileError(CodewardError):
    """A partner profile cannot be used; the message says what is wrong and where."""


class PartnerProfile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What one trading partner wants beyond the guide.

    Attributes:
        name: How findings and reports call the partner.
        off: Rules that the partner does not hold us to.
        severity: Rules whose severity differs for the partner.
        payers: Payer ids that the partner knows; empty where it takes any (P837-026).
        member_id: Pattern that every member id matches; empty where it has none (P837-015).
        authorization: Beginnings of procedure and revenue codes that need a prior authorisation
            or a referral number (P837-033).
        drg: Beginnings of types of bill that must carry the DRG (P837-073).
        frequencies: Claim frequencies that it takes; empty for those of the guide (P837-032).
    """

    name: str
    off: tuple[str, ...] = ()
    severity: Mapping[str, Severity] = {}
    payers: tuple[str, ...] = ()
    member_id: str = ""
    authorization: tuple[str, ...] = ()
    drg: tuple[str, ...] = ()
    frequencies: tuple[str, ...] = ()


def read_profile(toml: bytes, source: str) -> PartnerProfile:
    """A profile from the bytes of its TOML file; `source` names it in errors.

    Raises:
        ProfileError: it is no TOML, holds an unknown key or a pattern that is none.
    """
    try:
        profile = msgspec.toml.decode(toml, type=PartnerProfile)
        re.compile(profile.member_id)
    except (msgspec.DecodeError, ValueError, re.error) as error:
        raise ProfileError(f"{source}: no partner profile: {error}") from None
    return profile


def profile_rules(profile: PartnerProfile) -> tuple[Rule, ...]:
    """The rules that the profile switches on, bound to its data."""
    wanted: list[tuple[bool, Rule]] = [
        (
            bool(profile.member_id),
            Rule(
                "P837-015", 7, CLAIM_SETS, "2000B", "A7", _member_id(re.compile(profile.member_id))
            ),
        ),
        (
            bool(profile.payers),
            Rule("P837-026", 7, CLAIM_SETS, "2000B", "A7", _known_payer(frozenset(profile.payers))),
        ),
        (
            bool(profile.frequencies),
            Rule(
                "P837-032", 7, CLAIM_SETS, "2300", "A7", _frequency(frozenset(profile.frequencies))
            ),
        ),
        (
            bool(profile.authorization),
            Rule("P837-033", 7, CLAIM_SETS, "2300", "A6", _authorized(profile.authorization)),
        ),
        (
            bool(profile.drg),
            Rule("P837-073", 7, frozenset({"837I"}), "2300", "A6", _grouped(profile.drg)),
        ),
    ]
    return tuple(rule for on, rule in wanted if on)


def _member_id(pattern: re.Pattern[str]) -> Check:
    def check(scope: Scope) -> Iterator[Breach]:
        """The member id has the form that the payer issues."""
        for name in scope.all("2010BA/NM1"):
            if name.get(9) and not pattern.fullmatch(name.get(9)):
                yield Breach(name, 9, "the member id has not the form that the payer issues")

    return check


def _known_payer(known: frozenset[str]) -> Check:
    def check(scope: Scope) -> Iterator[Breach]:
        """The payer id is known to the receiver."""
        payer = subscriber_payer(scope)
        if payer is not None and payer.get(9) not in known:
            yield Breach(payer, 9, "the receiver does not know this payer id")

    return check


def _frequency(taken: frozenset[str]) -> Check:
    def check(scope: Scope) -> Iterator[Breach]:
        """The claim frequency is one that the payer takes."""
        claim = header(scope)
        if claim is not None and scope.place()[-1] not in taken:
            yield Breach(claim, 5, "the payer does not take this claim frequency", 3)

    return check


def _authorized(beginnings: tuple[str, ...]) -> Check:
    def check(scope: Scope) -> Iterator[Breach]:
        """Services that the payer wants authorised carry REF*G1 or REF*9F."""
        if scope.qualified("2300/REF", "G1", "9F"):
            return
        for service in scope.services():
            codes = (*service.parts[1:2], service.at.get(1) if service.procedure > 1 else "")
            needed = any(code.startswith(beginnings) for code in codes if code)
            if needed and not service.line.qualified("2400/REF", "G1", "9F"):
                yield Breach(service.at, 0, "the payer wants an authorisation for this service")

    return check


def _grouped(bills: tuple[str, ...]) -> Check:
    def check(scope: Scope) -> Iterator[Breach]:
        """The claim carries its DRG (HI*DR)."""
        claim = header(scope)
        if claim is None or not scope.place()[0].startswith(bills):
            return
        if not any(parts[0] == "DR" for _, _, parts in scope.coded()):
            yield Breach(claim, 0, "the payer wants the DRG on this type of bill")

    return check
