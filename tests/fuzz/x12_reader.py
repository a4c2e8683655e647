"""Coverage-guided fuzzing of everything that reads X12, with atheris (Python 3.11 and newer).

Run: `python -m tests.fuzz.x12_reader FOLDER -max_total_time=600`; FOLDER keeps what atheris learns
and begins with the clean interchanges. Any exception but `X12ReadError` is a finding.
"""

import random
import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["codeward.formats.x12"]):
    from tests.generative.x12_damage import BASES, TOKENS, outcome


def read(data: bytes) -> None:
    """One file, in one piece or in small ones."""
    outcome(data, random.Random(len(data)), answers=True)  # noqa: S311 - no secret is drawn


def main() -> None:
    """Write the clean interchanges and a dictionary beside them, then fuzz."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for number, base in enumerate(BASES):
        (folder / f"base-{number:02}").write_bytes(base)
    words = folder.with_suffix(".dict")
    words.write_text("".join(f'"{_quoted(one)}"\n' for one in TOKENS if one), encoding="ascii")
    atheris.Setup([*sys.argv, f"-dict={words}", "-max_len=4096", "-timeout=20"], read)
    atheris.Fuzz()


def _quoted(token: bytes) -> str:
    return "".join(f"\\x{byte:02x}" for byte in token)


if __name__ == "__main__":
    main()
