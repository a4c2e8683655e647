"""Throughput and memory of 837 validation, with pyx12 as a peer on the same file in the same run.

Run: `python benchmarks/x12.py [CLAIMS ...]`; sizes default to 1,000 and 10,000 claims.
`python benchmarks/x12.py --memory [CLAIMS ...]` streams files through a temporary folder and tells
the most memory of a process that validates each, in sets of 5,000 claims and as one single set.
"""

# ruff: noqa: E501 - segments are kept on one line
import io
import itertools
import logging
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from codeward.formats.x12 import Scanner, validate

PEER_CLAIMS = 2000
_BLOCK = 1 << 16
_HEAD = (
    "ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       *261101*0900*^*00501*"
    "000000001*0*T*:~\nGS*HC*SENDER*RECEIVER*20261101*0900*1*X*{guide}~\n"
)
_PROVIDER = (
    "NM1*41*2*BILLING*****46*SUB1~\nPER*IC*DESK*TE*8025550100~\nNM1*40*2*PLAN*****46*99901~\n"
    "HL*1**20*1~\nNM1*85*2*CLINIC*****XX*2068403882~\nN3*9 MILL RACE~\nN4*LARKMOOR*VT*059990009~\n"
    "REF*EI*890010001~\n"
)


def file_of(claims: int, per_set: int = 5000, institutional: bool = False) -> Iterator[bytes]:
    """An invented 837 with four lines a claim; every second patient is a dependent."""
    guide = "005010X223A2" if institutional else "005010X222A1"
    yield _HEAD.format(guide=guide).encode()
    sets = 0
    for begin in range(0, claims, per_set):
        sets += 1
        text = f"ST*837*{sets:04}*{guide}~\nBHT*0019*00*{sets}*20261101*0900*CH~\n{_PROVIDER}"
        level = segments = 1
        for number in range(begin, min(begin + per_set, claims)):
            claim, level = _claim(number, level, institutional=institutional)
            text += claim
            if len(text) > _BLOCK:
                segments += text.count("~")
                yield text.encode()
                text = ""
        yield f"{text}SE*{segments + text.count('~')}*{sets:04}~\n".encode()
    yield f"GE*{sets}*1~\nIEA*1*000000001~\n".encode()


def _claim(number: int, level: int, *, institutional: bool) -> tuple[str, int]:
    dependent = number % 2
    person = f"N3*{number} ELM ST~\nN4*LARKMOOR*VT*05999~\nDMG*D8*19{50 + number % 50}0{1 + number % 9}15*F~\n"
    told = [f"HL*{level + 1}*1*22*{dependent}~\nSBR*P*{'' if dependent else '18'}*******CI~\n"]
    told.append(f"NM1*IL*1*FAMILY{number}*ANN****MI*M{number:08}~\n{'' if dependent else person}")
    told.append("NM1*PR*2*PLAN*****PI*99901~\n")
    if dependent:
        told.append(
            f"HL*{level + 2}*{level + 1}*23*0~\nPAT*19~\nNM1*QC*1*FAMILY{number}*BEN~\n{person}"
        )
    cents = number % 100
    if institutional:
        told.append(
            f"CLM*C{number}*{400 + cents}***11:A:1**A*Y*Y~\nDTP*096*TM*1100~\n"
            "DTP*434*RD8*20261001-20261004~\nDTP*435*DT*202610010800~\nCL1*1*1*01~\n"
            "HI*ABK:I5021:::::::Y~\nHI*ABJ:R0602~\nHI*ABF:E119:::::::Y*ABF:I10:::::::Y~\n"
            "NM1*71*1*DOE*JAN****XX*2542143047~\n"
        )
        lines = [
            f"LX*{n}~\nSV2*0{n + 1}50**{100 + (cents if n == 1 else 0)}*UN*{n}~\n"
            for n in range(1, 5)
        ]
    else:
        told.append(
            f"CLM*C{number}*{400 + cents}***11:B:1*Y*A*Y*Y~\nHI*ABK:E1122*ABF:N1832*ABF:I10~\n"
        )
        lines = [
            f"LX*{n}~\nSV1*HC:9921{n}*{100 + (cents if n == 1 else 0)}*UN*1***1:2~\nDTP*472*D8*202610{10 + number % 20}~\n"
            for n in range(1, 5)
        ]
    return "".join(told + lines), level + 1 + dependent


def rates(claims: int, per_set: int, *, institutional: bool = False) -> tuple[float, float]:
    """Claims a CPU-second of scanning alone and of validation with SNIP 1 to 5."""
    data = [chunk for block in file_of(claims, per_set, institutional) for chunk in _cut(block)]
    begin = time.process_time()
    for _ in Scanner(data):
        pass
    scanned = time.process_time() - begin
    begin = time.process_time()
    verdict = validate(data, frozenset(range(1, 6)))
    taken = time.process_time() - begin
    if not verdict.accepted:
        raise SystemExit(f"the invented file was rejected: {verdict.findings[:3]}")
    return claims / scanned, claims / taken


def ratio_to_peer(claims: int) -> float:
    """How many times the speed of pyx12 on one file."""
    from pyx12.params import params  # noqa: PLC0415 - a test extra
    from pyx12.x12n_document import x12n_document  # noqa: PLC0415 - a test extra

    data = b"".join(file_of(claims))
    logging.disable(logging.CRITICAL)
    begin = time.process_time()
    x12n_document(
        param=params(), src_file=io.StringIO(data.decode()), fd_997=io.StringIO(), fd_html=None
    )
    theirs = time.process_time() - begin
    begin = time.process_time()
    validate([data], frozenset(range(1, 6)))
    ours = time.process_time() - begin
    return theirs / ours


def _cut(block: bytes) -> Iterator[bytes]:
    for begin in range(0, len(block), 1 << 16):
        yield block[begin : begin + (1 << 16)]


def memory(claims: int, per_set: int, *, institutional: bool) -> tuple[int, float]:
    """Most resident megabytes of a process that validates a file, and its claims a CPU-second."""
    with tempfile.NamedTemporaryFile(suffix=".x12") as file:
        for block in file_of(claims, per_set, institutional):
            file.write(block)
        file.flush()
        told = subprocess.run(
            [sys.executable, __file__, "--validate", file.name],
            check=True,
            capture_output=True,
            text=True,
        )
    taken, most = told.stdout.split()
    return int(most), claims / float(taken)


def _validate_file(name: str) -> None:
    begin = time.process_time()
    with Path(name).open("rb") as file:
        verdict = validate(iter(lambda: file.read(1 << 16), b""), frozenset(range(1, 6)))
    if any(one.rule != "PENV-005" for one in verdict.findings):
        raise SystemExit(f"the invented file has findings: {verdict.findings[:3]}")
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(time.process_time() - begin, most)


def measure(sizes: tuple[int, ...] = (1_000, 10_000)) -> list[tuple[str, str, str]]:
    """Rows of work, figure and budget."""
    rows = []
    for claims in sizes:
        for institutional, kind in ((False, "837P"), (True, "837I")):
            scanned, validated = rates(claims, 5_000, institutional=institutional)
            work = f"{kind}, {claims:,} claims in sets of 5,000"
            rows += [
                (f"{work}: read only", f"{scanned:,.0f} claims/CPU-s", "40,000"),
                (f"{work}: validated, SNIP 1-5", f"{validated:,.0f} claims/CPU-s", "10,000"),
            ]
    rows.append(("837P against pyx12 in this run", f"{ratio_to_peer(PEER_CLAIMS):.1f} times", "20"))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    rows.append(("most memory of the process so far", f"{memory} MB", "-"))
    return rows


if __name__ == "__main__":
    if sys.argv[1:2] == ["--validate"]:
        _validate_file(sys.argv[2])
        sys.exit()
    if sys.argv[1:2] == ["--memory"]:
        for size in map(int, sys.argv[2:] or ("10000", "100000")):
            for kind, per_set in itertools.product(("837P", "837I"), (5_000, size)):
                most, rate = memory(size, per_set, institutional=kind == "837I")
                print(
                    f"{kind}, {size:,} claims in sets of {per_set:,}: {most} MB, {rate:,.0f}/CPU-s"
                )
        sys.exit()
    chosen = tuple(int(one) for one in sys.argv[1:])
    for row in measure(chosen) if chosen else measure():
        print(*row, sep="  |  ")
