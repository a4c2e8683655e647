"""Breaks one rule of a clean interchange: each breakage names the rule that must be found alone.

The interchanges come from `x12_clean` and differ from the cases beside the rules, so that a rule
is held to what it says rather than to its own example.
"""

import random
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import NamedTuple

from codeward.formats.x12.cases import base
from tests.generative.x12_clean import GUIDES, Lines, small

Change = Callable[[Lines], Lines | None]


class Broken(NamedTuple):
    """A rule, the transaction it is broken in, what is done, and what must be found."""

    rule: str
    kind: str
    change: Change
    also: tuple[str, ...] = ()


def sub(pattern: str, new: str | None, *, after: str = "", where: int = 0) -> Change:
    """Replace in the first segment that matches (after one that matches `after`); None drops it.

    A replacement may hold `~` to make two segments of one.
    """

    def change(lines: Lines) -> Lines | None:
        begun, left = not after, where
        for place, line in enumerate(lines):
            begun = begun or bool(re.search(after, line))
            if begun and re.search(pattern, line):
                if left:
                    left -= 1
                    continue
                told = [] if new is None else re.sub(pattern, new, line, count=1).split("~")
                return [*lines[:place], *told, *lines[place + 1 :]]
        return None

    return change


def both(*changes: Change) -> Change:
    """One change after the other."""

    def change(lines: Lines) -> Lines | None:
        told: Lines | None = lines
        for one in changes:
            told = one(told) if told is not None else None
        return told

    return change


def without(pattern: str, then: Change) -> Change:
    """A change of an interchange that holds no such segment."""
    return lambda lines: None if any(re.search(pattern, one) for one in lines) else then(lines)


def claims_of(lines: Lines) -> list[tuple[int, int]]:
    """Where the claims begin and end."""
    begins = [place for place, line in enumerate(lines) if line.startswith("CLM*")]
    ends = [
        next(n for n in range(b + 1, len(lines)) if re.match(r"(CLM|HL|SE)\*", lines[n]))
        for b in begins
    ]
    return list(zip(begins, ends, strict=True))


def again(pattern: str, new: str) -> Change:
    """The first claim once more, with one replacement in its first segment."""

    def change(lines: Lines) -> Lines:
        begin, end = claims_of(lines)[0]
        copy = [re.sub(pattern, new, lines[begin], count=1), *lines[begin + 1 : end]]
        return [*lines[:end], *copy, *lines[end:]]

    return change


def in_first_claim(pattern: str, then: Change) -> Change:
    """A change of an interchange whose first claim holds such a segment."""

    def change(lines: Lines) -> Lines | None:
        begin, end = claims_of(lines)[0]
        return then(lines) if any(re.search(pattern, one) for one in lines[begin:end]) else None

    return change


def charged(first: str, total: str) -> Change:
    """One claim of one line that charges and asks for these amounts."""

    def change(lines: Lines) -> Lines | None:
        begin, end = claims_of(lines)[0]
        claim = lines[begin:end]
        services = [n for n, line in enumerate(claim) if re.match(r"SV[123]\*", line)]
        if len(services) != 1 or any(line.startswith(("SVD", "AMT")) for line in claim):
            return None
        claim[0] = re.sub(r"^(CLM\*[^*]*\*)[^*]*", rf"\g<1>{total}", claim[0])
        number = 3 if claim[services[0]].startswith("SV2") else 2
        elements = claim[services[0]].split("*")
        elements[number] = first
        claim[services[0]] = "*".join(elements)
        return [*lines[:begin], *claim, *lines[end:]]

    return change


def dropped(pattern: str, count: int) -> Change:
    """The first segment that matches and those after it, so many in all, are gone."""

    def change(lines: Lines) -> Lines | None:
        found = [place for place, line in enumerate(lines) if re.search(pattern, line)]
        return lines[: found[0]] + lines[found[0] + count :] if found else None

    return change


def taxed(lines: Lines) -> Lines | None:
    """The one line of the first claim tells its tax."""
    begin, end = claims_of(lines)[0]
    last = [n for n in range(begin, end) if re.match(r"(DTP|REF)\*", lines[n])][-1]
    service = next(n for n in range(begin, end) if lines[n].startswith("LX*"))
    return [*lines[: last + 1], "AMT*T*3", *lines[last + 1 :]] if last > service else None


def overpaid(lines: Lines) -> Lines | None:
    """Another payer takes back more than it adjusted, and the line still balances."""
    for place, line in enumerate(lines):
        if line.startswith("SVD*"):
            elements = line.split("*")
            charge = Decimal(elements[2]) + 1
            elements[2] = "-1"
            return [
                *lines[:place],
                "*".join(elements),
                f"CAS*PR*1*{charge + 1}",
                *lines[place + 2 :],
            ]
    return None


def many(pattern: str, count: int) -> Change:
    """The segments of the first service line so often."""

    def change(lines: Lines) -> Lines | None:
        begin = next(n for n, line in enumerate(lines) if line.startswith("LX*"))
        end = next(
            n for n in range(begin + 1, len(lines)) if re.match(r"(LX|CLM|HL|SE)\*", lines[n])
        )
        if not lines[end].startswith(("CLM", "HL", "SE")) or not re.search(
            pattern, "".join(lines[begin:end])
        ):
            return None
        group = lines[begin + 1 : end]
        charge = re.search(r"^SV1\*[^*]*\*([^*]*)", "\n".join(group), re.MULTILINE)
        if charge is None or any(one.startswith(("LIN", "PWK", "SVD")) for one in group):
            return None
        free = re.sub(
            r"^(SV1\*[^*]*\*)[^*]*", r"\g<1>0", "\n".join(group), flags=re.MULTILINE
        ).split("\n")
        more = [one for n in range(2, count + 1) for one in (f"LX*{n}", *free)]
        return [*lines[:end], *more, *lines[end:]]

    return change


def counted(lines: Lines) -> Lines:
    """SE01 of every set made right again."""
    told, count = [], 0
    for line in lines:
        count = 1 if line.startswith("ST*") else count + 1
        told.append(re.sub(r"^SE\*\d+", f"SE*{count}", line))
    return told


def bases(kind: str) -> Iterator[Lines]:
    """Clean interchanges of a transaction, the same each time."""
    if kind not in GUIDES:
        while True:
            yield base(kind).split("~")[:-1]
    for seed in range(4000):
        yield small(random.Random(seed), kind)  # noqa: S311 - no secret is drawn


def broken(one: Broken, wanted: int, most: int = 4000) -> Iterator[Lines]:
    """So many clean interchanges with that breakage, of the first `most` that are looked at."""
    found = 0
    for number, lines in enumerate(bases(one.kind)):
        if found == wanted or number == most:
            return
        changed = one.change(list(lines))
        if changed is not None and changed != lines:
            found += 1
            as_is = one.rule == "PENV-003" or one.kind == "attachment"
            yield changed if as_is else counted(changed)


P, I, D, R = "837P", "837I", "837D", "835"  # noqa: E741 - the letters of the handbook
SERVICE = r"^SV1\*HC:(99213|99214|20610|93000|G0008)[^*]*"
INPATIENT = r"^CLM\*[^*]*\*[^*]*\*\*\*11:A"
EMERGENCY = r"^CLM\*[^*]*\*[^*]*\*\*\*13:A"

BROKEN: tuple[Broken, ...] = (
    Broken("PENV-001", P, sub(r"\*ZZ\*SENDER +\*", "*ZZ*SENDER*")),
    Broken("PENV-001", R, sub(r"(\*[01])\*[PT]\*:", r"\1*X*:")),
    Broken("PENV-002", P, sub(r"^(IEA\*\d+)\*\d+", r"\1*000000000")),
    Broken("PENV-002", D, sub(r"^IEA\*\d+", "IEA*9")),
    Broken("PENV-003", I, sub(r"^SE\*\d+", "SE*2")),
    Broken("PENV-003", P, sub(r"^(SE\*\d+)\*\d+", r"\1*9999")),
    Broken("PENV-003", R, sub(r"^GE\*\d+", "GE*7")),
    Broken("PENV-003", D, sub(r"^(GE\*\d+)\*\d+", r"\1*77")),
    Broken("PENV-004", D, sub(r"^HL\*2\*1\*22", "HL*7*1*22")),
    Broken("PENV-004", I, sub(r"^HL\*2\*1\*22", "HL*2*5*22")),
    Broken("PENV-006", D, sub(r"^LX\*1$", "LX*3")),
    Broken("PENV-006", I, sub(r"^LX\*2$", "LX*4")),
    Broken("PENV-007", I, sub(r"^(ST\*837\*\d+)\*.*", r"\1*005010X222A1")),
    Broken("P837-008", I, sub(r"^SBR\*P\*18", "SBR*P*", after=r"^HL\*\d+\*\d+\*22\*0")),
    Broken("P837-008", D, sub(r"^SBR\*P\*\*", "SBR*P*18*", after=r"^HL\*\d+\*\d+\*22\*1")),
    Broken("P837-009", I, sub(r"^(HL\*\d+\*\d+\*22)\*0", r"\1*1")),
    Broken("P837-009", D, sub(r"^(HL\*\d+\*\d+\*22)\*1", r"\1*0")),
    Broken("P837-010", I, sub(r"^N4", None, after=r"^SBR\*P\*18")),
    Broken("P837-010", P, sub(r"^(NM1\*IL\*1\*QUIST\*ANN).*", r"\1", after=r"^SBR\*P\*18")),
    Broken("P837-011", D, without(r"^SBR\*[ST]", sub(r"^SBR\*P", "SBR*S"))),
    Broken("P837-011", I, sub(r"^SBR\*[ST]\*18\*G9", "SBR*P*18*G9")),
    Broken("P837-012", P, both(
        sub(r"^(SBR\*[ST]\*18\*G9\*.*)\*CI", r"\1*MB"),
        lambda lines: [re.sub(r"^(SBR\*P\*.*)\*\w+$", r"\1*MB", one) for one in lines],
    )),
    Broken("P837-013", D, sub(r"^(SBR\*P\*.*)\*\w+$", r"\1*09")),
    Broken("P837-013", I, sub(r"^NM1\*85(.*)\*XX\*", r"NM1*85\1*24*")),
    Broken("P837-014", I, sub(r"^DMG\*D8\*19550130", "DMG*D8*18700101")),
    Broken("P837-014", D, sub(r"^DMG\*D8\*19550130", "DMG*D8*20261025")),
    Broken("P837-016", I, sub(r"^(NM1\*71.*)2542143047", r"\g<1>2542143048")),
    Broken("P837-016", P, sub(r"^(NM1\*DN.*)2542143047", r"\g<1>254214304")),
    Broken("P837-017", P, sub(r"^PRV\*PE\*PXC\*207Q00000X", "PRV*PE*PXC*0000000000")),
    Broken("P837-017", I, sub(r"^PRV\*AT\*PXC\*207Q00000X", "PRV*AT*PXC*207Q0000X")),
    Broken("P837-018", I, sub(r"^N3\*9 MILL RACE.*", "N3*P.O. Box 12")),
    Broken("P837-019", P, sub(r"^(N4\*LARKMOOR\*VT)\*059990001", r"\1*05999", after=r"^NM1\*77")),
    Broken("P837-019", I, sub(r"^(N4\*LARKMOOR\*VT)\*059990009", r"\1*0599900")),
    Broken("P837-020", D, sub(r"^N4\*LARKMOOR\*VT\*05999$", "N4*LARKMOOR*ZZ*05999")),
    Broken("P837-020", P, sub(r"^N4\*LARKMOOR\*VT\*05999$", "N4*LARKMOOR**05999*QQ", after=r"^NM1\*IL")),
    Broken("P837-021", D, sub(r"^REF\*(EI|SY)\*8", None, after=r"^NM1\*85")),
    Broken("P837-021", I, sub(r"^REF\*EI\*.*", "REF*EI*8900100")),
    Broken("P837-022", P, sub(r"^(NM1\*77.*)2341672113", r"\g<1>2068403882")),
    Broken("P837-022", I, sub(r"^(NM1\*77.*)2341672113", r"\g<1>2068403882")),
    Broken("P837-023", P, sub(r"^NM1\*DN", None, after=r"^REF\*9F")),
    Broken("P837-024", I, without(r"^PRV\*AT", sub(r"^NM1\*71", None))),
    Broken("P837-025", P, without(r"^REF\*X4", sub(SERVICE, "SV1*HC:80053"))),
    Broken("P837-027", D, charged("50", "51")),
    Broken("P837-027", I, charged("50.1", "50")),
    Broken("P837-028", P, both(sub(r"^BHT.*\*CH$", r"BHT*0019*00*B1*20261101*0900*CH"), charged("0", "0"))),
    Broken("P837-029", I, charged("-20", "-20"), ("P837-028",)),
    Broken("P837-029", D, charged("20.125", "20.125")),
    Broken("P837-030", I, sub(r"^CLM\*[^*]*", "CLM*C12345678901234567890")),
    Broken("P837-030", D, sub(r"^CLM\*[^*]*", "CLM*" + "C" * 39)),
    Broken("P837-030", P, again("^(CLM)", r"\1"), ("P837-039",)),
    Broken("P837-031", D, sub(r"^(CLM.*:B):1", r"\1:5")),
    Broken("P837-031", I, sub(r"^(CLM\*[^*]*\*[^*]*\*\*\*)13:A", r"\g<1>99:A")),
    Broken("P837-032", P, sub(r"^REF\*F8", None, after=r"^CLM.*:B:[78]")),
    Broken("P837-034", D, sub(r"\*\*\*11:B", "***00:B")),
    Broken("P837-034", P, sub(r"^(SV1.*\*(UN|MJ)\*[0-9.]+)\*(11)?\*", r"\1*98*")),
    Broken("P837-035", D, sub(r"^(CLM.*)\*A\*Y\*Y$", r"\1*Q*Y*Y")),
    Broken("P837-035", I, sub(r"^(CLM.*)\*[AC]\*Y\*Y$", r"\1**Y*Y")),
    Broken("P837-036", P, sub(r"^DTP\*439", None)),
    Broken("P837-036", P, sub(r"\*AA:::VT$", "*AA")),
    Broken("P837-037", P, sub(r"^DTP\*439\*D8\*\d+", "DTP*439*D8*20261101")),
    Broken("P837-038", P, sub(r"^NTE\*ADD\*SEEN TWICE", "NTE*ZZZ*SEEN TWICE")),
    Broken("P837-038", P, sub(SERVICE, "SV1*HC:J3490")),
    Broken("P837-039", D, again(r"^CLM\*[^*]*", "CLM*CAGAIN")),
    Broken("P837-040", P, sub(r"^HI\*ABK:(\w+)$", r"HI*ABF:\1")),
    Broken("P837-040", I, sub(r"^HI\*ABK", None)),
    Broken("P837-041", P, sub(r"^(HI\*ABK:\w+\*)ABF", r"\1BF")),
    Broken("P837-041", D, sub(r"^HI\*ABK:K0262\*ABF:K219", "HI*BK:52102"), ()),
    Broken("P837-042", I, sub(r"^HI\*ABK:(\w{3})(\w)", r"HI*ABK:\1.\2")),
    Broken("P837-043", D, sub(r"^HI\*ABK:K0262", "HI*ABK:KK262")),
    Broken("P837-044", I, sub(r"^(HI\*ABF:\w+)(.*)$", r"\1\2*ABF:E8770*ABF:E8770"), ("P837-068",)),
    Broken("P837-045", P, sub(r"^HI\*ABK:\w+$", "HI*ABK:E1122*" + "*".join(f"ABF:E78{n:02}" for n in range(12)))),
    Broken("P837-046", D, sub(r"\*\*\*\*\*1$", "*****4", after=r"^HI")),
    Broken("P837-046", P, sub(r"^(SV1.*\*)[\d:]+$", r"\g<1>12", after=r"^HI\*ABK:\w+(\*ABF:\w+){0,4}$")),
    Broken("P837-047", I, sub(r"^HI\*ABK:\w+", "HI*ABK:W010XXA")),
    Broken("P837-048", I, sub(r"^SV2", None), ()),
    Broken("P837-048", P, many(r"SV1", 51)),
    Broken("P837-049", P, sub(SERVICE, "SV1*HC:ABCDE")),
    Broken("P837-049", I, sub(r"^(SV2\*\w+)\*HC:\w+", r"\1*HC:9921")),
    Broken("P837-050", P, sub(SERVICE, "SV1*HC:99213:25:25")),
    Broken("P837-051", P, sub(r"^DTP\*472\*D8\*\d+", "DTP*472*D8*20990101")),
    Broken("P837-051", P, sub(r"^DTP\*472\*RD8\*\d+-\d+", "DTP*472*RD8*20261012-20261011")),
    Broken("P837-052", P, sub(r"^SV1\*HC:00840([^*]*\*[^*]*)\*MJ", r"SV1*HC:00840\1*UN")),
    Broken("P837-053", I, sub(r"^(SV2.*)\*UN\*1", r"\1*UN*0")),
    Broken("P837-053", P, sub(r"^(SV1.*)\*UN\*[0-9.]+\*", r"\1*UN*-1*")),
    Broken("P837-054", I, sub(r"^LIN\*\*N4\*.*", "LIN**N4*0000419640")),
    Broken("IK3/3", I, sub(r"^CTP", None)),
    Broken("P837-055", P, sub(r"^CR1", None)),
    Broken("P837-055", P, dropped(r"^NM1\*45", 3)),
    Broken("P837-056", P, sub(r"^CR3", None)),
    Broken("P837-056", P, sub(r"^PWK\*CT", None)),
    Broken("P837-057", P, both(charged("50", "53"), taxed)),
    Broken("P837-058", P, sub(r"^CAS\*PR\*1\*1$", "CAS*PR*1*2")),
    Broken("P837-058", I, sub(r"^OI", "AMT*D*1.23~OI"), ("P837-060",)),
    Broken("P837-059", P, overpaid),
    Broken("P837-060", D, in_first_claim(
        r"^OI", both(charged("50", "50"), sub(r"^OI", "AMT*D*50~OI", after=r"^CLM\*[^*]*\*50\*")),
    )),
    Broken("P837-061", P, sub(r"^CAS\*PR\*1\*1$", "CAS*PR*1*1**2")),
    Broken("P837-062", P, sub(r"^SBR\*P\*18(\*[^*]*\*[^*]*\*\*\*\*)\*\w+$", r"SBR*S*18\1*MB"), ("P837-011",)),
    Broken("P837-063", I, sub(r"^DTP\*434\*RD8\*\d+-\d+", "DTP*434*D8*20261001")),
    Broken("P837-063", I, sub(r"^DTP\*434\*RD8\*\d+-\d+", "DTP*434*RD8*20261004-20261001")),
    Broken("P837-064", I, sub(r"^DTP\*472\*D8\*20261002", "DTP*472*D8*20261005")),
    Broken("P837-064", I, sub(r"^DTP\*472", None, after=EMERGENCY)),
    Broken("P837-065", I, sub(r"^DTP\*435", None)),
    Broken("P837-065", I, sub(r"^CL1\*\d\*1\*01", "CL1*3**01", after=INPATIENT)),
    Broken("P837-066", I, sub(r"^CL1\*(\d)\*1\*01", r"CL1*\1*1*ZZ")),
    Broken("P837-066", I, sub(r"^CL1\*\d\*1\*01", "CL1*7*1*01")),
    Broken("P837-067", I, sub(r"^(CLM.*11:A):[17]", r"\1:2")),
    Broken("P837-068", I, sub(r"^(HI\*ABK:\w+):::::::Y", r"\1")),
    Broken("P837-069", I, sub(r"^HI\*BG:17\*BG:04", "HI*BG:17*BG:17")),
    Broken("P837-069", I, sub(r"^HI\*BH:11:D8:20261001", "HI*BH:11")),
    Broken("P837-070", I, sub(r"^HI\*BE:80:::4", "HI*BE:80")),
    Broken("P837-070", I, sub(r"^HI\*BE:80:::4", "HI*BE:80:::FOUR")),
    Broken("P837-071", I, without(r"^HI\*B[GB]|^DTP\*472", both(
        sub(r"^CL1\*(\d)\*1\*01", r"CL1*\1*1*02", after=INPATIENT),
        sub(r"^DTP\*434.*", "DTP*434*RD8*20261001-20261001", after=INPATIENT),
    ))),
    Broken("P837-072", I, sub(r"^SV2\*\w+", "SV2*9999")),
    Broken("P837-072", I, sub(r"^SV2\*0(300|450)\*HC:\w+", r"SV2*0\1*", after=EMERGENCY)),
    Broken("P837-074", I, sub(r"^HI\*BBR:0SR90J9:D8:20261002", "HI*BBR:0SR90J9:D8:20261005")),
    Broken("P837-075", I, without(r"^HI\*APR", both(
        sub(r"^CL1\*3", "CL1*1", after=EMERGENCY), sub(r"^SV2\*0\d+\*HC", "SV2*0450*HC", after=EMERGENCY),
    ))),
    Broken("P835-076", R, sub(r"^(BPR\*I)\*([-\d.]+)", r"\1*\g<2>1") ),
    Broken("P835-077", R, sub(r"^CAS\*CO\*45\*([\d.]+)\*1$", "CAS*CO*45*1.77*1")),
    Broken("P835-078", R, sub(r"^(SVC\*HC:\w+)\*(\d)", r"\1*9\2")),
    Broken("P835-079", R, sub(r"^(CLP\*[^*]*\*[^*]*\*[^*]*\*[^*]*)\*([^*]*)", r"\1*77")),
    Broken("P835-080", R, sub(r"^CAS\*CO\*45", "CAS*CO*9999")),
    Broken("P835-081", R, sub(r"^PER\*BL", None)),
    Broken("IK3/3", R, sub(r"^TRN", None)),
    Broken("IK4/1", R, sub(r"^(BPR\*I.*\*ACH.*)\*20261101$", r"\1")),
    Broken("IK3/3", R, sub(r"^NM1\*QC", None)),
    Broken("IK4/7", R, sub(r"^(CLP\*[^*]*)\*\d+", r"\1*99")),
    Broken("IK4/7", R, sub(r"^CAS\*CO", "CAS*XX")),
    Broken("IK3/1", D, sub(r"^(LX\*1)$", r"ZZZ*1~\1")),
    Broken("IK3/7", I, both(sub(r"^N3", None), sub(r"^(N4\*LARKMOOR.*)", r"\1~N3*1 LATE ST"))),
    Broken("IK3/3", D, without(r"^REF\*2U|^N3\*PO BOX 99|^SBR\*[ST]", sub(r"^NM1\*PR", None))),
    Broken("IK3/5", I, sub(r"^(DTP\*434.*)", r"\1~DTP*050*D8*20261001~DTP*050*D8*20261001")),
    Broken("IK3/8", D, sub(r"^(DMG.*)", r"\1**")),
    Broken("IK4/2", D, sub(r"^(NM1\*IL.*\*MI)\*.*", r"\1"), ("P837-010",)),
    Broken("IK4/8", D, sub(r"^DTP\*472\*D8\*\d+", "DTP*472*D8*20261320")),
    Broken("IK4/6", D, sub(r"^(CLM\*[^*]*)\*[^*]*", r"\1*TEN")),
    Broken("IK4/I10", D, sub(r"^(CLM\*[^*]*\*[^*]*)\*", r"\1*12")),
    Broken("IK3/3", "implementation_acknowledgement", sub(r"^AK1", None)),
    Broken("IK4/7", "implementation_acknowledgement", sub(r"^IK5\*A", "IK5*Q")),
    Broken("IK4/7", "implementation_acknowledgement", sub(r"^IK3(.*)\*8$", r"IK3\1*99")),
    Broken("IK4/7", "implementation_acknowledgement", sub(r"^(IK4.*)\*7\*Z", r"\1*77*Z")),
    Broken("IK4/7", "implementation_acknowledgement", sub(r"^AK9\*P", "AK9*Q")),
    Broken("IK4/7", "implementation_acknowledgement", sub(r"^IK5\*R\*5", "IK5*R*14")),
    Broken("IK4/6", "implementation_acknowledgement", sub(r"^AK9\*P\*2", "AK9*P*X")),
    Broken("IK4/1", "implementation_acknowledgement", sub(r"^AK2\*837\*0002", "AK2*837*")),
    Broken("IK3/8", "implementation_acknowledgement", sub(r"^IK5\*A", "IK5*A*")),
    Broken("IK3/1", "implementation_acknowledgement", sub(r"^IK5\*A", "QQQ*1~IK5*A")),
    Broken("PENV-007", "implementation_acknowledgement", sub(r"^(ST\*999\*0001).*", r"\1*005010X231")),
    Broken("PENV-002", "interchange_acknowledgement", sub(r"^IEA\*0", "IEA*1")),
    Broken("IK4/7", "interchange_acknowledgement", sub(r"\*A\*000", "*A*777")),
    Broken("IK4/1", "interchange_acknowledgement", sub(r"TA1\*\d+", "TA1*")),
    Broken("IK4/7", "claim_acknowledgement", sub(r"^BHT\*0085\*08", "BHT*0085*13")),
    Broken("IK4/7", "claim_acknowledgement", sub(r"\*U\*80.5$", "*X*80.5")),
    Broken("IK3/3", "claim_acknowledgement", sub(r"^DTP\*009", None)),
    Broken("IK3/3", "claim_acknowledgement", sub(r"^STC\*A2", None)),
    Broken("IK4/8", "claim_acknowledgement", sub(r"^DTP\*050\*D8\*\d+", "DTP*050*D8*20261101-")),
    Broken("IK4/8", "claim_acknowledgement", sub(r"^DTP\*472\*RD8\*\d+-\d+", "DTP*472*RD8*20261020")),
    Broken("IK4/1", "claim_acknowledgement", sub(r"^NM1\*85\*2\*CLINIC", "NM1*85*2*")),
    Broken("IK4/6", "claim_acknowledgement", sub(r"^AMT\*YU\*300", "AMT*YU*3OO")),
    Broken("IK3/5", "claim_acknowledgement", sub(r"^QTY\*90\*1", "QTY*90*1~QTY*90*1")),
    Broken("PENV-004", "claim_acknowledgement", sub(r"^HL\*5\*3", "HL*5*9")),
    Broken("PENV-004", "claim_acknowledgement", sub(r"^HL\*5\*3", "HL*6*3")),
    Broken("IK4/7", "status_inquiry", sub(r"^BHT\*0010\*13", "BHT*0010*08")),
    Broken("IK3/3", "status_inquiry", sub(r"^NM1\*1P", None)),
    Broken("IK4/1", "status_inquiry", sub(r"^(NM1\*PR\*2\*PLAN).*", r"\1")),
    Broken("IK4/8", "status_inquiry", sub(r"^DTP\*472\*D8\*\d+", "DTP*472*D8*20260931")),
    Broken("IK4/7", "status_inquiry", sub(r"^(HL\*4\*3\*22)\*0", r"\1*5")),
    Broken("IK3/5", "status_inquiry", sub(r"^AMT\*T3\*300", "AMT*T3*300~AMT*T3*300")),
    Broken("IK3/3", "status_answer", sub(r"^STC\*P1", None)),
    Broken("IK4/7", "status_answer", sub(r"^BHT\*0010\*08", "BHT*0011*08")),
    Broken("IK4/1", "status_answer", sub(r"^STC\*F1:65", "STC*F1", after=r"^SVC")),
    Broken("IK4/8", "status_answer", sub(r"^STC\*P1:20\*\d+", "STC*P1:20*20260230")),
    Broken("PENV-004", "status_answer", sub(r"^HL\*3\*2", "HL*9*2")),
    Broken("IK4/7", "eligibility_inquiry", sub(r"^BHT\*0022\*13", "BHT*0022*11")),
    Broken("IK3/3", "eligibility_inquiry", sub(r"^NM1\*03", None), ("IK3/2", "IK3/5")),
    Broken("IK4/7", "eligibility_inquiry", sub(r"^NM1\*PR\*2", "NM1*PR*7")),
    Broken("IK4/8", "eligibility_inquiry", sub(r"^DTP\*291\*D8\*\d+", "DTP*291*D8*2026")),
    Broken("IK4/8", "eligibility_inquiry", sub(r"^DMG\*D8\*\d+", "DMG*D8*19551330")),
    Broken("IK3/1", "eligibility_inquiry", sub(r"^EQ\*30", "EQ*30~CLM*X*1")),
    Broken("IK4/5", "eligibility_answer", sub(r"^EB\*1", "EB*ABC")),
    Broken("IK4/1", "eligibility_answer", sub(r"^AAA\*N\*\*72\*C", "AAA*N***C")),
    Broken("IK4/6", "eligibility_answer", sub(r"^HSD\*VS\*10", "HSD*VS*TEN")),
    Broken("IK4/7", "eligibility_answer", sub(r"^BHT\*0022\*11", "BHT*0023*11")),
    Broken("IK3/3", "eligibility_answer", sub(r"^NM1\*1P", None)),
    Broken("PENV-003", "attachment", sub(r"^SE\*13", "SE*14")),
    Broken("PENV-003", "attachment", sub(r"^GE\*1", "GE*2")),
    Broken("PENV-007", "attachment", sub(r"^(ST\*275\*0001)\*.*", r"\1*005010X210")),
    Broken("PENV-007", "attachment", lambda lines: [one.replace("006020X314", "006020X999") for one in lines]),
    Broken("PENV-001", "attachment", sub(r"\*ZZ\*RECEIVER +", "*ZZ*RECEIVER")),
)  # fmt: skip
