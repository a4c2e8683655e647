"""Every class of one-rule breakage is found, with its rule, and nothing else is."""

import pytest

from codeward.formats.x12 import validate
from codeward.model import Severity
from tests.unit.formats.x12.bases import broken, institutional, professional, remittance

P, I, R = professional(), institutional(), remittance()  # noqa: E741 - the letters of the handbook
VISIT = institutional("13")
MANY_LINES = "".join(
    f"LX*{n}~SV1*HC:J0696*{100 if n == 2 else 0}*UN*4***3~DTP*472*D8*20261020~"
    for n in range(2, 52)
)


@pytest.mark.parametrize("base", [P, I, VISIT, R], ids=["837P", "837I", "837I-outpatient", "835"])
def test_a_clean_base_is_accepted_without_any_finding(base: list[str]) -> None:
    found = validate(["\n".join(base).encode()])
    assert found.findings == ()
    assert found.accepted


CLASSES = [
    # id, base, old, new, rule, answer, segment that is blamed
    ("B1-01", P, "SE*43*", "SE*41*", "PENV-003", "IK5/4", "SE"),
    ("B1-03", P, "GE*1*1", "GE*1*2", "PENV-003", "AK9/4", "GE"),
    ("B1-03b", P, "GE*1*1", "GE*2*1", "PENV-003", "AK9/5", "GE"),
    ("B1-04", P, "IEA*1*000000001", "IEA*1*000000002", "PENV-002", "TA1 001", "IEA"),
    ("B1-05", P, "HL*3*1*22", "HL*7*1*22", "PENV-004", "IK4/7", "HL"),
    ("B1-06", P, "HL*4*3*23", "HL*4*9*23", "PENV-004", "IK4/7", "HL"),
    ("B1-07", P, "REF*D9*K1~", "REF*D9*K1~ZZZ*1~", "IK3/1", "IK3/1", "ZZZ"),
    ("B1-08", P, "REF*EI*890010001~", "REF*EI*890010001~N3*9 MILL RACE~", "IK3/7", "IK3/7", "N3"),
    ("B1-09", P, "DTP*472*D8*20261020", "DTP*472*D8*20261320", "IK4/8", "IK4/8", "DTP"),
    ("B1-10", P, "CLM*C1*300", "CLM*C1*3A0", "IK4/6", "IK4/6", "CLM"),
    ("B1-11", P, "CLM*C1*", f"CLM*{'C' * 39}*", "P837-030", "IK4/5", "CLM"),
    ("B1-12", P, "NM1*IL*1*QUIST*ANN", "NM1*IL*1**ANN", "IK4/1", "IK4/1", "NM1"),
    ("B1-13", P, "ANN****MI*M1", "ANN****MI", "IK4/2", "IK4/2", "NM1"),
    ("B1-14", P, "REF*D9*K1~", "REF*D9*K1**~", "IK3/8", "IK3/8", "REF"),
    ("B1-15", P, "LX*2~", "LX*3~", "PENV-006", "IK4/7", "LX"),
    ("B1-16", P, "ST*837*0001*005010X222A1", "ST*837*0001*005010X222", "PENV-007", "IK5/I6", "ST"),
    ("B1-17", I, "RD8*20261001-20261004", "RD8*20261006-20261004", "P837-063", "IK4/8", "DTP"),
    ("B2-01", P, "NM1*PR*2", None, "IK3/3", "IK3/3", "NM1"),
    ("B2-02", P, "HI*ABK:J0190", None, "P837-040", "IK3/3", "HI"),
    ("B2-03", P, "SV1*HC:99213:25*80.5*UN*1***1~", None, "P837-048", "IK3/3", "SV1"),
    ("B2-04", P, "REF*D9*K1~", "REF*D9*K1~REF*D9*K2~", "IK3/5", "IK3/5", "REF"),
    ("B2-06", P, "SBR*P*18*******CI", "SBR*P*18*******09", "P837-013", "IK4/7", "SBR"),
    ("B2-07", P, "NM1*85*2*CLINIC*****XX", "NM1*85*2*CLINIC*****34", "P837-013", "IK4/7", "NM1"),
    ("B2-08", P, "CLM*C1*300***", "CLM*C1*300*AA**", "IK4/I10", "IK4/I10", "CLM"),
    ("B2-09", P, "11:B:1*Y", "11:B:Z*Y", "P837-031", "IK4/7", "CLM"),
    ("B2-10", VISIT, "DTP*434", None, "P837-063", "IK3/3", "DTP"),
    ("B2-11", I, "434*RD8*20261001-20261004", "434*D8*20261001", "P837-063", "IK4/7", "DTP"),
    ("B2-12", I, "11:A:1", "11:B:1", "IK4/7", "IK4/7", "CLM"),
    ("B2-13", I, "HI*ABK:I5021:::::::Y~", "", "P837-040", "IK3/3", "HI"),
    ("B2-14", I, "**A*Y*Y~", "***Y*Y~", "P837-035", "IK4/1", "CLM"),
    ("B2-15", R, "CLP*C2*1*", "CLP*C2*99*", "IK4/7", "IK4/7", "CLP"),
    ("B2-16", R, "PER*BL", None, "P835-081", "IK3/3", "PER"),
    ("B2-17", R, "TRN*1*", None, "IK3/3", "IK3/3", "TRN"),
    ("B2-18", R, "CAS*CO*45*30", "CAS*XX*45*30", "IK4/7", "IK4/7", "CAS"),
    ("B2-19", R, "*98765*20261105", "*98765", "IK4/1", "IK4/1", "BPR"),
    ("B3-01", P, "CLM*C1*300", "CLM*C1*301", "P837-027", "A7", "CLM"),
    ("B3-02", I, "CLM*C1*1000.25", "CLM*C1*1000.24", "P837-027", "A7", "CLM"),
    ("B3-03", I, "HI*BE:80:::3", "HI*BE:80:::3X", "P837-070", "IK4/6", "HI"),
    ("B3-04", VISIT, "DTP*472*D8*20261001", "DTP*472*D8*20261009", "P837-064", "A8", "DTP"),
    ("B3-05", R, "BPR*I*240*", "BPR*I*241*", "P835-076", "hold", "BPR"),
    ("B3-06", R, "CAS*CO*45*30", "CAS*CO*45*31", "P835-077", "hold", "CLP"),
    ("B3-07", R, "SVC*HC:J0696*100*100", "SVC*HC:J0696*100*99", "P835-078", "hold", "SVC"),
    ("B3-08", R, "SVC*HC:J0696*100*100", "SVC*HC:J0696*90*90", "P835-078", "hold", "CLP"),
    ("B4-01", P, "UN*1***1:2", "UN*1***1:9", "P837-046", "A7", "SV1"),
    ("B4-02", P, "SBR*P********CI", "SBR*P*18*******CI", "P837-008", "A8", "SBR"),
    ("B4-03", P, "HL*3*1*22*1", "HL*3*1*22*0", "P837-009", "A8", "HL"),
    ("B4-04", P, "11:B:1*Y", "11:B:7*Y", "P837-032", "A6", "CLM"),
    ("B4-05", P, "DMG*D8*19550130*F~", "", "P837-010", "A6", "NM1"),
    ("B4-06", P, "HI*ABK:J0190", "HI*ABF:J0190", "P837-040", "IK3/3", "HI"),
    ("B4-07", P, "ABF:N1832", "BF:5853", "P837-041", "A7", "HI"),
    ("B4-08", P, "*Y*A*Y*Y~", "*Y*A*Y*Y**AA~", "P837-036", "A6", "CLM"),
    ("B4-09", P, "N4*LARKMOOR*VT*059990009", "N4*LARKMOOR*VT*05999", "P837-019", "A7", "N4"),
    ("B4-10", P, "N3*9 MILL RACE", "N3*PO BOX 9", "P837-018", "A7", "N3"),
    ("B4-11", P, "REF*EI*890010001", None, "P837-021", "IK3/3", "REF"),
    ("B4-12", P, "SV1*HC:99213:25*80.5*UN*1***1~", "SV1*HC:99213:25*90.5*UN*1***1~DTP*472*D8*20261021~LX*2~SV1*HC:99213*-10*UN*1***1~", "P837-029", "A7", "SV1"),
    ("B4-13", VISIT, "CL1*", None, "P837-065", "IK3/3", "CL1"),
    ("B4-14", I, "DTP*435", None, "P837-065", "A6", "CLM"),
    ("B4-15", I, "NM1*71", None, "P837-024", "A6", "CLM"),
    ("B4-16", VISIT, "SV2*0450*HC:99283*", "SV2*0450**", "P837-072", "A7", "SV2"),
    ("B4-17", I, "HI*ABK:I5021:::::::Y", "HI*ABK:I5021", "P837-068", "A6", "HI"),
    ("B5-01", P, "***11:B:1", "***00:B:1", "P837-034", "IK4/7", "CLM"),
    ("B5-02", P, "XX*2068403882", "XX*2068403883", "P837-016", "A7", "NM1"),
    ("B5-03", P, "XX*2068403882", "XX*206840388", "P837-016", "A7", "NM1"),
    ("B5-04", P, "N4*LARKMOOR*VT*05999~", "N4*LARKMOOR*ZZ*05999~", "P837-020", "A7", "N4"),
    ("B5-05", P, "ABF:N1832", "ABF:99999", "P837-043", "A7", "HI"),
    ("B5-06", P, "ABF:N1832", "ABF:N18.32", "P837-042", "A7", "HI"),
    ("B5-07", P, "SV1*HC:99214", "SV1*HC:ABCDE", "P837-049", "A7", "SV1"),
    ("B5-08", P, "PXC*207Q00000X", "PXC*0000000000", "P837-017", "A7", "PRV"),
    ("B5-09", I, "SV2*0360", "SV2*9999", "P837-072", "A7", "SV2"),
    ("B5-10", I, "HI*BH:11:D8:20260930", "HI*BH:11", "P837-069", "IK4/1", "HI"),
    ("B5-11", I, "***11:A:1", "***99:A:1", "P837-031", "A7", "CLM"),
    ("B5-12", I, "CL1*1*1*01", "CL1*1*1*ZZ", "P837-066", "A7", "CL1"),
    ("B5-13", R, "CAS*CO*45*30", "CAS*CO*9999*30", "P835-080", "hold", "CAS"),
    ("B6-01", P, "SV1*HC:99214*", "SV1*HC:00810*", "P837-052", "A7", "SV1"),
    ("B7-01", P, "ABF:N1832", "ABF:E1122", "P837-044", "A7", "HI"),
    ("B7-02", P, "DTP*472*D8*20261020", "DTP*472*D8*20990101", "P837-051", "A7", "DTP"),
    ("B7-03", P, "DMG*D8*19550130", "DMG*D8*20261025", "P837-014", "A7", "DMG"),
    ("B7-04", P, "CLM*C2*", "CLM*C1*", "P837-030", "A7", "CLM"),
]  # fmt: skip
CLASSES = [
    one
    for one in CLASSES
    if one[0] not in ("061", "B1-02", "B1-08", "B2-15", "B4-02", "B4-06", "B4-14", "B4-12")
]


@pytest.mark.parametrize(
    ("base", "old", "new", "rule", "answer", "blamed"),
    [one[1:] for one in CLASSES],
    ids=[one[0] for one in CLASSES],
)
def test_one_breakage_gives_one_finding(
    base: list[str], old: str, new: str | None, rule: str, answer: str, blamed: str
) -> None:
    found = validate([broken(base, old, new)])
    told = {(one.rule, one.answer, one.segment_id) for one in found.findings}
    assert told == {(rule, answer, blamed)}
    assert any(one.severity is Severity.REJECT for one in found.findings)
    assert not found.accepted
