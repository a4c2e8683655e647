"""Clean invented interchanges, and a way to break one rule of them."""

HEAD = (
    (
        "ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       *261101*0900*^*00501*"
        "000000001*0*T*:~"
    ),
    "GS*{code}*SENDER*RECEIVER*20261101*0900*1*X*{guide}~",
)
PROVIDER = (
    "NM1*41*2*BILLING*****46*SUB1~",
    "PER*IC*DESK*TE*8025550100~",
    "NM1*40*2*PLAN*****46*99901~",
    "HL*1**20*1~",
    "PRV*BI*PXC*207Q00000X~",
    "NM1*85*2*CLINIC*****XX*2068403882~",
    "N3*9 MILL RACE~",
    "N4*LARKMOOR*VT*059990009~",
    "REF*EI*890010001~",
)
PERSON = ("N3*1 ELM ST~", "N4*LARKMOOR*VT*05999~", "DMG*D8*19550130*F~")
PAYER = "NM1*PR*2*PLAN*****PI*99901~"


def _file(code: str, guide: str, body: tuple[str, ...]) -> list[str]:
    head = [line.format(code=code, guide=guide) for line in HEAD]
    return [*head, *body, f"SE*{len(body) + 1}*0001~", "GE*1*1~", "IEA*1*000000001~"]


def professional() -> list[str]:
    """An 837P with two claims: a self subscriber, then a dependent."""
    return _file(
        "HC",
        "005010X222A1",
        (
            "ST*837*0001*005010X222A1~",
            "BHT*0019*00*B1*20261101*0900*CH~",
            *PROVIDER,
            "HL*2*1*22*0~",
            "SBR*P*18*******CI~",
            "NM1*IL*1*QUIST*ANN****MI*M1~",
            *PERSON,
            PAYER,
            "CLM*C1*300***11:B:1*Y*A*Y*Y~",
            "REF*D9*K1~",
            "HI*ABK:E1122*ABF:N1832*ABF:I10~",
            "LX*1~",
            "SV1*HC:99214*200*UN*1***1:2~",
            "DTP*472*D8*20261020~",
            "LX*2~",
            "SV1*HC:J0696*100*UN*4***3~",
            "DTP*472*D8*20261020~",
            "HL*3*1*22*1~",
            "SBR*P********CI~",
            "NM1*IL*1*QUIST*UNA****MI*M2~",
            PAYER,
            "HL*4*3*23*0~",
            "PAT*19~",
            "NM1*QC*1*QUIST*BEN~",
            *PERSON,
            "CLM*C2*80.5***11:B:1*Y*A*Y*Y~",
            "HI*ABK:J0190~",
            "LX*1~",
            "SV1*HC:99213:25*80.5*UN*1***1~",
            "DTP*472*D8*20261021~",
        ),
    )


def institutional(kind: str = "11") -> list[str]:
    """An 837I of a hospital stay, or of an emergency visit with `13`."""
    inpatient = kind == "11"
    stay = (
        "DTP*096*TM*1100~",
        "DTP*434*RD8*20261001-20261004~",
        "DTP*435*DT*202610010800~",
    )
    codes = (
        "HI*ABK:I5021:::::::Y~",
        "HI*ABJ:R0602~",
        "HI*ABF:E119:::::::Y*ABF:I10:::::::N~",
        "HI*BBR:02HV33Z:D8:20261002~",
        "HI*BH:11:D8:20260930~",
        "HI*BE:80:::3~",
    )
    lines = ("LX*1~", "SV2*0120**900*DA*3~", "LX*2~", "SV2*0360**100.25*UN*1~")
    if not inpatient:
        stay = ("DTP*434*RD8*20261001-20261001~",)
        codes = ("HI*ABK:R0602~", "HI*APR:R0602~")
        lines = (
            "LX*1~", "SV2*0450*HC:99283*900*UN*1~", "DTP*472*D8*20261001~",
            "LX*2~", "SV2*0250**100.25*UN*1~", "DTP*472*D8*20261001~",
        )  # fmt: skip
    return _file(
        "HC",
        "005010X223A2",
        (
            "ST*837*0001*005010X223A2~",
            "BHT*0019*00*B1*20261101*0900*CH~",
            *PROVIDER,
            "HL*2*1*22*0~",
            "SBR*P*18*******MA~",
            "NM1*IL*1*QUIST*ANN****MI*M1~",
            *PERSON,
            PAYER,
            f"CLM*C1*1000.25***{kind}:A:1**A*Y*Y~",
            *stay,
            "CL1*1*1*01~",
            *codes,
            "NM1*71*1*OKONJO*ADAEZE****XX*2542143047~",
            *lines,
        ),
    )


def remittance() -> list[str]:
    """An 835 with two claims, one of them by lines, and a provider adjustment."""
    return _file(
        "HP",
        "005010X221A1",
        (
            "ST*835*0001~",
            "BPR*I*240*C*ACH*CCP*01*999999999*DA*123456*1512345678**01*999988880*DA*98765*20261105~",
            "TRN*1*E1*1512345678~",
            "DTM*405*20261104~",
            "N1*PR*PLAN~",
            "N3*1 BANK ST~",
            "N4*LARKMOOR*VT*05999~",
            "PER*BL*HELP*TE*8025550111~",
            "N1*PE*CLINIC*XX*2068403882~",
            "LX*1~",
            "CLP*C1*1*300*200*50*12*P1*11*1~",
            "CAS*PR*1*50~",
            "NM1*QC*1*QUIST*ANN****MI*M1~",
            "SVC*HC:99214*200*150~",
            "DTM*472*20261020~",
            "CAS*CO*45*50~",
            "SVC*HC:J0696*100*100~",
            "DTM*472*20261020~",
            "CLP*C2*1*80.5*50.5**12*P2*11*1~",
            "CAS*CO*45*30~",
            "NM1*QC*1*QUIST*BEN****MI*M2~",
            "PLB*2068403882*20261231*WO:P0*10.5~",
        ),
    )


def broken(base: list[str], old: str, new: str | None, *, count: int = 1) -> bytes:
    """The base with `old` replaced in its first `count` segments; None drops the segment.

    SE01 is made right again, unless the breakage is one of SE itself.
    """
    told: list[str] = []
    left = count
    for line in base:
        if left and old in line:
            left -= 1
            if new is not None:
                told += [part + "~" for part in line.replace(old, new).split("~") if part]
        else:
            told.append(line)
    assert left < count, f"the base holds no {old}"
    if not old.startswith("SE"):
        begin = next(place for place, line in enumerate(told) if line.startswith("ST*"))
        end = next(place for place, line in enumerate(told) if line.startswith("SE*"))
        told[end] = f"SE*{end - begin + 1}*0001~"
    return "\n".join(told).encode("latin-1")
