"""Makes varied clean interchanges: every finding in one of them is a false one.

Segments are written with the common delimiters and translated at the end, so that values never
need to know which delimiters an interchange uses.
"""

import random
from decimal import Decimal

MARKS = ("*:^~", "|<\\^", "\x1d\x1f\x1e\x1c", "*>^~", "+:^'", "*:{~", "*|^\x1d", "*:^!", "*:^\n")
ENDS = ("", "\n", "\r\n")
NPIS = ("2068403882", "2542143047", "2341672113")
CODES = ("E1122", "N1832", "I10", "J0190", "M5450", "R0602", "Z7984", "K219", "E7849", "F3341")
PROCEDURES = ("99213", "99214", "20610", "J0696", "G0008", "93000", "0001U", "99381")
GUIDES = {
    "837P": ("HC", "837", ("005010X222A1", "005010X222")),
    "837I": ("HC", "837", ("005010X223A2", "005010X223", "005010X223A1")),
    "837D": ("HC", "837", ("005010X224A2", "005010X224")),
    "835": ("HP", "835", ("005010X221A1", "005010X221")),
}
KINDS = ("office", "other payer", "ambulance", "equipment", "anesthesia", "drug", "accident")

Lines = list[str]


def interchange(chance: random.Random, kind: str) -> bytes:
    """One to three groups of one to three sets, with delimiters and line ends of any kind."""
    lines = []
    for number in range(1, chance.choice((1, 1, 2)) + 1):
        lines += _interchange(chance, kind, f"{number:09}")
    return written(chance, lines)


def small(chance: random.Random, kind: str) -> Lines:
    """One interchange as segments without their end."""
    return _interchange(chance, kind, f"{chance.randrange(1, 10**9):09}")


def written(chance: random.Random, lines: Lines) -> bytes:
    """Segments with delimiters and line ends of some kind."""
    marks, end = chance.choice(MARKS), chance.choice(ENDS)
    common = "".join(f"{line}~{end}" for line in lines)
    return common.translate(str.maketrans("*:^~", marks)).encode("latin-1")


def _interchange(chance: random.Random, kind: str, control: str) -> Lines:
    code, identifier, guides = GUIDES[kind]
    lines = [
        (
            f"ISA*00*          *00*          *ZZ*SENDER         *30*RECEIVER       *261101*0900*^*00501*"
            f"{control}*{chance.choice('01')}*{chance.choice('PT')}*:"
        )
    ]
    groups = chance.choice((1, 1, 2))
    for group in range(1, groups + 1):
        guide = chance.choice(guides)
        lines.append(
            f"GS*{code}*SENDER*RECEIVER*20261101*{chance.choice(('0900', '090012'))}*{group}*X*{guide}"
        )
        sets = chance.randint(1, 3)
        for number in range(1, sets + 1):
            body = BODIES[kind](chance)
            third = f"*{guide}" if kind != "835" or chance.random() < 0.5 else ""
            lines += [
                f"ST*{identifier}*{number:04}{third}",
                *body,
                f"SE*{len(body) + 2}*{number:04}",
            ]
        lines.append(f"GE*{sets}*{group}")
    return [*lines, f"IEA*{groups}*{control}"]


def maybe(chance: random.Random, *lines: str) -> Lines:
    """These segments together, or none of them."""
    return list(lines) if chance.random() < 0.5 else []


def some(chance: random.Random, *lines: str) -> Lines:
    """Any of these segments, in their order."""
    return [line for line in lines if chance.random() < 0.4]


def claims(chance: random.Random, kind: str) -> Lines:
    """An 837 with providers, subscribers and dependents."""
    lines = [
        f"BHT*0019*{chance.choice(('00', '18'))}*B1*20261101*0900*{chance.choice(('CH', 'RP'))}",
        "NM1*41*2*BILLING*****46*SUB1",
        f"PER*IC*DESK*TE*8025550100{chance.choice(('', '*EX*12', '*EM*DESK@PLAN.EXAMPLE'))}",
        "NM1*40*2*PLAN*****46*99901",
    ]
    level = 0
    for _ in range(chance.choice((1, 1, 2))):
        level += 1
        above = level
        lines += [f"HL*{level}**20*1", *_billing(chance, kind)]
        for _ in range(chance.randint(1, 3)):
            level += 1
            subscriber, dependent = level, chance.random() < 0.4
            lines += [
                f"HL*{level}*{above}*22*{int(dependent)}",
                *_subscriber(chance, dependent=dependent),
            ]
            if dependent:
                level += 1
                lines += [f"HL*{level}*{subscriber}*23*0", "PAT*19", "NM1*QC*1*QUIST*BEN"]
                lines += ["N3*1 ELM ST", "N4*LARKMOOR*VT*05999", "DMG*D8*20150130*M"]
                lines += some(chance, "REF*Y4*P77")
            for _ in range(chance.randint(1, 2)):
                lines += CLAIM[kind](chance)
    return lines


def _billing(chance: random.Random, kind: str) -> Lines:
    return [
        *maybe(chance, "PRV*BI*PXC*207Q00000X"),
        f"NM1*85*2*CLINIC*****XX*{NPIS[0]}",
        "N3*9 MILL RACE" + chance.choice(("", "*SUITE 4")),
        "N4*LARKMOOR*VT*059990009" + chance.choice(("", "*US")),
        chance.choice(("REF*EI*890010001", "REF*EI*89-0010001", "REF*SY*890010001"))
        if kind != "837I" else "REF*EI*890010001",
        *(maybe(chance, "REF*0B*VT123") if kind != "837I" else ()),
        *maybe(chance, "PER*IC*DESK*TE*8025550100*FX*8025550101"),
        *maybe(chance, "NM1*87*2", "N3*PO BOX 7", "N4*LARKMOOR*VT*059990007"),
    ]  # fmt: skip


def _subscriber(chance: random.Random, *, dependent: bool) -> Lines:
    filing = chance.choice(("CI", "MC", "HM", "BL", "12", "ZZ"))
    return [
        f"SBR*P*{'' if dependent else '18'}*{chance.choice(('', 'G77'))}*{chance.choice(('', 'PLAN A'))}*****{filing}",
        f"NM1*IL*1*QUIST*ANN*{chance.choice(('', 'M'))}**{chance.choice(('', 'JR'))}*MI*M{chance.randrange(10**6)}",
        *(["N3*1 ELM ST", "N4*LARKMOOR*VT*05999", f"DMG*D8*19550130*{chance.choice('FMU')}"] if not dependent else []),
        *some(chance, "REF*SY*123456789"),
        "NM1*PR*2*PLAN*****PI*99901",
        *maybe(chance, "N3*PO BOX 99", "N4*LARKMOOR*VT*05999"),
        *some(chance, "REF*2U*P9"),
    ]  # fmt: skip


def _number(chance: random.Random) -> str:
    return f"C{chance.randrange(10**12)}"


def _money(chance: random.Random) -> Decimal:
    return Decimal(chance.randrange(100, 90000)) / chance.choice((1, 10, 100))


def _diagnoses(chance: random.Random, most: int = 12) -> tuple[str, int]:
    codes = chance.sample(CODES, chance.randint(1, min(most, len(CODES))))
    if codes[0].startswith("Z"):
        codes[0] = "I10" if "I10" not in codes else "M5451"
    return "*".join(["HI", f"ABK:{codes[0]}", *(f"ABF:{one}" for one in codes[1:])]), len(codes)


def _pointers(chance: random.Random, count: int) -> str:
    return ":".join(
        str(one) for one in chance.sample(range(1, count + 1), min(count, chance.randint(1, 4)))
    )


def professional_claim(chance: random.Random) -> Lines:
    """A claim of one of `KINDS`, with optional segments around."""
    kind = chance.choice(KINDS)
    codes, count = _diagnoses(chance)
    services: list[Lines] = []
    total = Decimal(0)
    for number in range(1, chance.randint(1, 4) + 1):
        charge = _money(chance)
        total += charge
        services.append(_professional_line(chance, kind, number, charge, _pointers(chance, count)))
    frequency = chance.choice("1111178")
    accident = "*AA:::VT" if kind == "accident" else ""
    place = "41" if kind == "ambulance" else chance.choice(("11", "22", "12", "02", "10", "21"))
    referral = chance.random() < 0.3
    return [
        f"CLM*{_number(chance)}*{total}***{place}:B:{frequency}*{chance.choice('YN')}*{chance.choice('ABC')}*Y*Y"
        + (f"*{chance.choice(('', 'P'))}{accident}" if accident else chance.choice(("", "*P"))),
        *some(chance, "DTP*431*D8*20261001", "DTP*454*D8*20261001", "DTP*304*D8*20261001"),
        *(["DTP*439*D8*20261001"] if accident else []),
        *(["DTP*435*D8*20261001", "DTP*096*D8*20261003"] if place == "21" else []),
        *some(chance, "PWK*OZ*EL***AC*ATT1", "CN1*02*10", "AMT*F5*5"),
        *(["REF*9F*R1"] if referral else []),
        *some(chance, "REF*G1*A1"),
        *(["REF*F8*P1"] if frequency in "78" else []),
        *some(chance, "REF*X4*11D2030122", "REF*D9*K1", "REF*EA*MRN1", "K3*FREE", "NTE*ADD*SEEN TWICE"),
        *(["CR1*LB*180**A*DH*12****COULD NOT SIT", "CRC*07*Y*01*05"] if kind == "ambulance" else []),
        *some(chance, "CRC*ZZ*Y*AV"),
        codes,
        *(["HI*BP:00840"] if kind == "anesthesia" else []),
        *some(chance, "HI*BG:17"),
        *([f"NM1*DN*1*MOSS*IDA****XX*{NPIS[1]}"] if referral or chance.random() < 0.3 else []),
        *maybe(chance, f"NM1*82*1*OKONJO*ADA****XX*{NPIS[1]}", "PRV*PE*PXC*207Q00000X"),
        *maybe(chance, f"NM1*77*2*ANNEX*****XX*{NPIS[2]}", "N3*2 MILL RACE", "N4*LARKMOOR*VT*059990001"),
        *some(chance, f"NM1*DQ*1*ABARA*IFE****XX*{NPIS[2]}"),
        *(["NM1*PW*2", "N3*1 ELM ST", "N4*LARKMOOR*VT*05999", "NM1*45*2*HOSPITAL", "N3*2 MILL RACE",
           "N4*LARKMOOR*VT*05999"] if kind == "ambulance" else []),
        *(_other_payer(chance) if kind == "other payer" else []),
        *(line for service in services for line in service),
    ]  # fmt: skip


def _other_payer(chance: random.Random) -> Lines:
    return [
        f"SBR*{chance.choice('ST')}*18*G9******CI",
        "OI***Y***Y",
        *some(chance, "MOA***MA01"),
        "NM1*IL*1*QUIST*ANN****MI*M77",
        *maybe(chance, "N3*1 ELM ST", "N4*LARKMOOR*VT*05999"),
        "NM1*PR*2*OTHER PLAN*****PI*88801",
        *some(chance, "REF*F8*P8"),
        *maybe(chance, "NM1*82*1", "REF*G2*X1"),
    ]  # fmt: skip


def _professional_line(
    chance: random.Random, kind: str, number: int, charge: Decimal, pointers: str
) -> Lines:
    day = f"202610{chance.randint(10, 28)}"
    lines = [f"LX*{number}"]
    after: Lines = []
    date = chance.choice((f"DTP*472*D8*{day}", f"DTP*472*RD8*{day}-{day}"))
    procedure, unit, units = chance.choice(PROCEDURES), "UN", str(chance.choice((1, 2, "1.5")))
    modifiers = "".join(
        f":{one}" for one in chance.sample(("25", "59", "GA", "RT"), chance.randint(0, 4))
    )
    match kind:
        case "ambulance":
            procedure, modifiers = chance.choice(("A0427", "A0429")), ":RH"
        case "anesthesia":
            procedure, unit, units = "00840", "MJ", "55"
        case "equipment":
            procedure, modifiers = "E1390", ":RR"
            lines += ["PWK*CT*AD", "CR3*I*MO*99"]
            after = ["LQ*UT*484.03", "FRM*1A**056", "FRM*4*Y"]
        case "drug":
            procedure, modifiers = "J0696", ""
            after = ["LIN**N4*00004196401", "CTP****1.5*ML", *some(chance, "REF*XZ*RX1")]
        case "other payer" if chance.random() < 0.5:
            after = [
                f"SVD*88801*{charge - 1}*HC:{procedure}**1",
                "CAS*PR*1*1",
                "DTP*573*D8*20261030",
            ]
            modifiers = ""
    service = f"SV1*HC:{procedure}{modifiers}*{charge}*{unit}*{units}*{chance.choice(('', '11'))}**{pointers}"
    lines.insert(1, service)
    lines.append(date)
    if kind == "equipment":
        lines.append("DTP*463*D8*20261001")
    return [*lines, *some(chance, "REF*6R*L1", "REF*G1*A2", "NTE*ADD*AS TOLD"), *after]


def institutional_claim(chance: random.Random) -> Lines:
    """An inpatient stay, an emergency visit, or another outpatient claim."""
    place = chance.choice(("11", "13", "13", "85", "32"))
    inpatient = place == "11"
    codes = chance.sample([code for code in CODES if code[0] != "Z"], 5)
    poa = ":::::::Y" if inpatient else ""
    services: Lines = []
    total = Decimal(0)
    for number in range(1, chance.randint(1, 5) + 1):
        charge = _money(chance)
        total += charge
        day = ["DTP*472*D8*20261002"] if not inpatient else some(chance, "DTP*472*D8*20261002")
        code = f"HC:{chance.choice(PROCEDURES[:4])}" if not inpatient else ""
        services += [
            f"LX*{number}",
            f"SV2*{chance.choice(('0120', '0250', '0300', '0450'))}*{code}*{charge}*UN*1",
            *day,
        ]
        services += some(chance, "REF*6R*L1") + (
            ["LIN**N4*00004196401", "CTP****1*UN"] if code and chance.random() < 0.2 else []
        )
    kind = chance.choice("123") if inpatient else "3"
    frequency = chance.choice("1117")
    return [
        f"CLM*{_number(chance)}*{total}***{place}:A:{frequency}**{chance.choice('AC')}*Y*Y",
        *(["DTP*096*TM*1100"] if inpatient else []),
        "DTP*434*RD8*20261001-20261004",
        *([chance.choice(("DTP*435*DT*202610010800", "DTP*435*D8*20261001"))] if inpatient else []),
        f"CL1*{kind}*1*01",
        *some(chance, "PWK*OZ*EL***AC*ATT1", "REF*G1*A1"),
        *(["REF*F8*P1"] if frequency == "7" else []),
        *some(chance, "REF*D9*K1", "REF*EA*MRN1", "K3*FREE", "NTE*ADD*SEEN TWICE"),
        f"HI*ABK:{codes[0]}{poa}",
        *([f"HI*ABJ:{codes[1]}"] if inpatient else some(chance, f"HI*APR:{codes[1]}")),
        *(some(chance, "HI*DR:291") if inpatient else []),
        "*".join(["HI", *(f"ABF:{one}{poa}" for one in codes[2:])]),
        *(maybe(chance, "HI*BBR:0SR90J9:D8:20261002", "HI*BBQ:30233N1:D8:20261002") if inpatient else []),
        *some(chance, "HI*BI:71:RD8:20260901-20260910", "HI*BH:11:D8:20261001*BH:A1:D8:20260901"),
        *some(chance, "HI*BE:80:::4*BE:01:::12.5", "HI*BG:17*BG:04"),
        f"NM1*71*1*OKONJO*ADA****XX*{NPIS[1]}",
        *maybe(chance, "PRV*AT*PXC*207Q00000X"),
        *some(chance, f"NM1*72*1*ABARA*IFE****XX*{NPIS[2]}"),
        *maybe(chance, f"NM1*77*2*ANNEX*****XX*{NPIS[2]}", "N3*2 MILL RACE", "N4*LARKMOOR*VT*059990001"),
        *(_other_payer(chance) if chance.random() < 0.3 else []),
        *services,
    ]  # fmt: skip


def dental_claim(chance: random.Random) -> Lines:
    """Teeth, surfaces, sometimes a diagnosis."""
    services: Lines = []
    total = Decimal(0)
    coded = chance.random() < 0.5
    for number in range(1, chance.randint(1, 4) + 1):
        charge = _money(chance)
        total += charge
        services += [
            f"LX*{number}",
            f"SV3*AD:D{chance.randrange(10000):04}*{charge}***{chance.choice(('', 'I'))}*1" + ("*****1" if coded else ""),
            *maybe(chance, "TOO*JP*12*L:O"),
            "DTP*472*D8*20261020",
            *some(chance, "REF*6R*L1"),
        ]  # fmt: skip
    return [
        f"CLM*{_number(chance)}*{total}***11:B:1*Y*A*Y*Y",
        "DTP*472*D8*20261020",
        *some(chance, "DN1*24*12", "DN2*12*E****JP", "PWK*RB*EL***AC*ATT1", "REF*G1*A1", "NTE*ADD*SEEN TWICE"),
        *(["HI*ABK:K0262*ABF:K219"] if coded else []),
        *some(chance, f"NM1*DN*1*MOSS*IDA****XX*{NPIS[1]}"),
        *maybe(chance, f"NM1*82*1*OKONJO*ADA****XX*{NPIS[1]}", "PRV*PE*PXC*1223G0001X"),
        *(_other_payer(chance) if chance.random() < 0.3 else []),
        *services,
    ]  # fmt: skip


def remittance(chance: random.Random) -> Lines:
    """Claims by lines and as a whole, paid, denied and reversed, and provider adjustments."""
    body: Lines = []
    paid_in_all = Decimal(0)
    for header in range(1, chance.randint(1, 2) + 1):
        body.append(f"LX*{header}")
        for _ in range(chance.randint(1, 3)):
            lines, paid = _payment(chance)
            body += lines
            paid_in_all += paid
    taken = chance.choice((Decimal(0), Decimal(5), Decimal("-12.5")))
    method = "CHK" if chance.random() < 0.5 else "ACH"
    bank = (
        "*CCP*01*999999992*DA*123456*1512345678**01*999988880*DA*98765"
        if method == "ACH"
        else "*" * 11
    )
    return [
        f"BPR*I*{paid_in_all - taken}*C*{method}{bank}*20261101",
        "TRN*1*T1*1512345678",
        *some(chance, "REF*EV*SENDER", "DTM*405*20261031"),
        "N1*PR*PLAN", "N3*9 PLAN ST", "N4*LARKMOOR*VT*05999",
        *some(chance, "REF*2U*P1", "PER*CX**TE*8025550100"),
        "PER*BL*DESK*TE*8025550100",
        f"N1*PE*CLINIC*XX*{NPIS[0]}",
        *maybe(chance, "N3*9 MILL RACE", "N4*LARKMOOR*VT*059990009"),
        *some(chance, "REF*TJ*890010001"),
        *body,
        *([f"PLB*{NPIS[0]}*20261231*{chance.choice(('WO:R1', 'L6', 'FB:X'))}*{taken}"] if taken else []),
    ]  # fmt: skip


def _payment(chance: random.Random) -> tuple[Lines, Decimal]:
    sign = -1 if chance.random() < 0.15 else 1
    lines: Lines = []
    charged = paid = share = Decimal(0)
    for number in range(1, chance.randint(0, 3) + 1):
        charge = _money(chance) * sign
        discount, patient = sign * Decimal(1), sign * Decimal("0.5")
        lines += [
            f"SVC*HC:{chance.choice(PROCEDURES)}*{charge}*{charge - discount - patient}**1",
            "DTM*472*20261020", f"CAS*CO*45*{discount}", f"CAS*PR*2*{patient}",
            *some(chance, f"REF*6R*{number}", "AMT*B6*10", "LQ*HE*N130"),
        ]  # fmt: skip
        charged, paid, share = charged + charge, paid + charge - discount - patient, share + patient
    own: Lines = []
    if not lines:
        charged = _money(chance) * sign
        own = [f"CAS*CO*45*{charged}*1"]
    status = "22" if sign < 0 else chance.choice(("1", "4", "19"))
    told = [
        f"CLP*{_number(chance)}*{status}*{charged}*{paid}*{share}*12*P{chance.randrange(10**6)}*11*1",
        *own, "NM1*QC*1*QUIST*ANN****MI*M1",
        *some(chance, f"NM1*82*1*OKONJO*ADA****XX*{NPIS[1]}", "MOA***MA01", "REF*EA*MRN1"),
        *some(chance, "DTM*232*20261020", "DTM*050*20261025", "AMT*AU*10"),
    ]  # fmt: skip
    return [*told, *lines], paid


CLAIM = {
    "837P": professional_claim,
    "837I": institutional_claim,
    "837D": dental_claim,
}
BODIES = {
    "837P": lambda chance: claims(chance, "837P"),
    "837I": lambda chance: claims(chance, "837I"),
    "837D": lambda chance: claims(chance, "837D"),
    "835": remittance,
}
