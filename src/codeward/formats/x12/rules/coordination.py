"""Rules about claims that another payer has seen before."""

from collections.abc import Iterator

from codeward.formats.x12.rule import Breach, Placed, Scope

_MEDICARE = ("MA", "MB")


def subscriber_payer(scope: Scope) -> Placed | None:
    """The payer that the claim goes to, of a finished 2000B."""
    return scope.first("2010BB/NM1")


def paid_on_one_day(scope: Scope) -> Iterator[Breach]:
    """A payer that has decided says when, at the claim or at its lines, not at both."""
    for other in scope.scopes("2320"):
        payer = other.first("2330B/NM1")
        if payer is None:
            continue
        at_claim = other.qualified("2330B/DTP", "573")
        at_lines = _dated_lines(scope, payer)
        if at_claim and at_lines:
            yield Breach(at_claim[0], 0, "the payer's day stands at the claim and at a line")
        elif other.qualified("2320/AMT", "D") and not at_claim and not at_lines:
            yield Breach(payer, 0, "a payer that has paid without the day (DTP*573)")


def _dated_lines(scope: Scope, payer: Placed) -> bool:
    return any(
        told.get(1) == payer.get(9) and adjudicated.qualified("2430/DTP", "573")
        for line in scope.scopes("2400")
        for adjudicated in line.scopes("2430")
        for told in adjudicated.all("2430/SVD")
    )


def medicare_secondary(scope: Scope) -> Iterator[Breach]:
    """Medicare as a later payer is told why another payer comes first (42 CFR 411)."""
    insured = scope.first("2000B/SBR")
    if insured is None or insured.get(1) == "P" or insured.get(9) not in _MEDICARE:
        return
    if not insured.get(5):
        yield Breach(insured, 5, "Medicare is not primary and SBR05 does not say why")
