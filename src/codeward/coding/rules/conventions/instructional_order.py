"""Order by instruction: etiology before manifestation, as the Tabular tells."""

from collections.abc import Iterator

from codeward.coding.case import Candidate, Case
from codeward.coding.rules.rule import Before, Change, Rule

# (what comes first, what follows), by prefix.
ORDERS: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    (
        ("E08", "E09", "E10", "E11", "E13"),
        ("N18", "L97", "L984", "K3184", "M869", "Z79", "Z7984", "Z7985"),
    ),
    (("I11", "I13"), ("I50",)),
    (("I12", "I13"), ("N18",)),
    (("N18",), ("D631", "Z992")),
    (("G30", "G20", "G3183"), ("F02",)),
    (("C", "D0", "D37", "D38", "D4"), ("D630", "R180", "J910")),
    (("I85",), ("K766",)),
    (("A", "B", "U071"), ("J17", "J1282")),
    (("J9", "J1", "J4", "J2"), ("Z9981",)),
    (("F", "G", "I", "J", "K", "M", "E"), ("W", "X", "Y", "V")),
    (("S", "T"), ("V", "W", "X", "Y", "B95", "B96")),
    (("D12",), ("Z860",)),
    (("D70",), ("R5081",)),
    (
        tuple("ABCDEFGHIJKLMNORSTU"),
        (
            "Z79",
            "Z80",
            "Z81",
            "Z82",
            "Z83",
            "Z84",
            "Z85",
            "Z86",
            "Z87",
            "Z88",
            "Z89",
            "Z90",
            "Z92",
            "Z93",
            "Z94",
            "Z95",
            "Z96",
            "Z97",
            "Z98",
            "Z99",
            "Z66",
            "Z55",
            "Z56",
            "Z57",
            "Z58",
            "Z59",
            "Z60",
            "Z62",
            "Z63",
            "Z64",
            "Z65",
            "Z68",
        ),
    ),
    (("N40",), ("R33", "R35", "N13", "R39")),
)


def changes(case: Case) -> Iterator[Change]:
    """Demand the order that `code first` and `use additional code` notes give.

    What it does: pairs of prefixes, the underlying disease first.
    Why: I.A.13 and I.A.17.
    What it does not do: `code also` leaves the order to the circumstances of the encounter.
    """
    for firsts, thens in ORDERS:
        for first in case.starting(*firsts):
            for then in case.starting(*thens):
                if _apart(first, then, firsts):
                    yield Before(first.code, then.code)


def _apart(first: Candidate, then: Candidate, firsts: tuple[str, ...]) -> bool:
    return first.code != then.code and not then.code.startswith(firsts)


RULE = Rule("etiology-manifestation", "I.A.13; I.A.17", changes)
