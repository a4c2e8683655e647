"""The verifier alone: one file, Python and `cryptography`, in a folder where nothing else is."""

import json
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from codeward.adapters import verify_ledger
from codeward.safeguards.ledger import Checkpoint, Extra, Kind, Proof
from codeward.safeguards.ledger.checkpoint import sign_checkpoint
from codeward.safeguards.ledger.proof import check_proof
from codeward.safeguards.ledger.tree import LedgerError, leaf_hash
from tests.unit.adapters.ledger_fixture import APART, KEY, LOG, NAME, REFERENCES, filled, store

ALONE = """
import runpy, sys
ALLOWED = {"cryptography", "_cffi_backend", "cffi"} | set(sys.stdlib_module_names)
class OnlyThese:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] not in ALLOWED:
            raise ImportError("this verifier may not import " + name)
sys.meta_path.insert(0, OnlyThese())
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
"""


@pytest.fixture
def handed_over(tmp_path: Path) -> Path:
    """What an auditor is given."""
    filled(tmp_path, 300)
    folder = tmp_path / "auditor"
    folder.mkdir()
    source = Path(verify_ledger.__file__).read_bytes()
    (folder / "verify_ledger.py").write_bytes(source)
    (folder / "log.vkey").write_text(LOG.text)
    with store(tmp_path) as on:
        opening = REFERENCES.opening(Kind.CLAIM, "C7")
        (folder / "claim.tlog-proof").write_text(on.prove(7, (opening,)).text)
        (folder / "note").write_text(on.note() or "")
    (folder / "ledger.sqlite").write_bytes((tmp_path / "ledger.sqlite").read_bytes())
    return folder


def run(folder: Path, *arguments: str) -> SimpleNamespace:
    command = [sys.executable, "-I", "-c", ALONE, "verify_ledger.py", *arguments]
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False, timeout=60
    )
    return SimpleNamespace(code=done.returncode, out=done.stdout, err=done.stderr)


def test_a_proof_is_checked_with_nothing_else_at_hand(handed_over: Path) -> None:
    done = run(handed_over, "proof", "claim.tlog-proof", "--key", "log.vkey")
    assert (done.code, done.err) == (0, "")
    assert '"value": "C7"' in done.out
    text = (handed_over / "claim.tlog-proof").read_text()
    (handed_over / "claim.tlog-proof").write_text(text.replace("index 7", "index 8"))
    done = run(handed_over, "proof", "claim.tlog-proof", "--key", "log.vkey")
    assert (done.code, done.err) == (1, "")
    assert "DOES NOT HOLD" in done.out


def test_a_ledger_is_checked_with_nothing_else_at_hand(handed_over: Path) -> None:
    given = ("ledger", "ledger.sqlite", "--key", "log.vkey", "--witnessed", "note")
    done = run(handed_over, *given)
    assert (done.code, done.err) == (0, "")
    assert "the ledger holds: 300 entries, 300 signed" in done.out
    path = handed_over / "ledger.sqlite"
    raw = path.read_bytes()
    path.write_bytes(raw.replace(b"user:a", b"user:b", 1))
    done = run(handed_over, *given, "--json")
    assert done.code == 1
    assert json.loads(done.out)["findings"][0]["rule"] == "LDG003"
    path.write_bytes(b"no database" * 400)
    done = run(handed_over, *given)
    assert (done.code, done.out) == (2, "")
    assert "no ledger" in done.err


def main(folder: Path, *arguments: str) -> int:
    given = [str(folder / one) if "." in one or one == "note" else one for one in arguments]
    return verify_ledger.main(given)


def test_every_way_of_not_holding_has_its_exit_code(
    handed_over: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    proof = ("proof", "claim.tlog-proof", "--key", "log.vkey")
    assert main(handed_over, *proof) == 0
    whole = (handed_over / "claim.tlog-proof").read_text()
    other = "w+" + verify_ledger.Key("w", 4, bytes(32)).key_id.hex()
    (handed_over / "w.vkey").write_text(f"{other}+{'BAAAA' + 'A' * 39}")
    assert main(handed_over, *proof, "--witness", "w.vkey") == 1
    for change, code in (
        (("\u2014 log.example", "\u2014 log.other"), 1),
        (("extra ", "extra !"), 2),
        (("c2sp.org", "example.org"), 2),
        (("index 7", "index seven"), 2),
        (("\nlog.example\n300", "\nlog.example\n301"), 1),
        (("\nlog.example\n300", "\nlog.other\n300"), 1),
    ):
        (handed_over / "claim.tlog-proof").write_text(whole.replace(*change))
        assert main(handed_over, *proof) == code, change
    for broken in ("", "a+b+c", f"{LOG.text}AA"):
        (handed_over / "log.vkey").write_text(broken)
        assert main(handed_over, *proof) == 2
    assert main(handed_over, "proof", "absent.tlog-proof", "--key", "log.vkey") == 2
    assert "Traceback" not in capsys.readouterr().err


def test_an_opening_of_another_claim_is_refused(handed_over: Path, tmp_path: Path) -> None:
    with store(tmp_path) as on:
        wrong = on.prove(7, (REFERENCES.opening(Kind.CLAIM, "C8"),)).text
    with pytest.raises(ValueError, match="that claim"):
        verify_ledger.check_proof(wrong, verify_ledger.read_key(LOG.text))


def test_an_entry_that_carries_another_number_is_refused_even_under_a_good_signature(
    tmp_path: Path,
) -> None:
    filled(tmp_path, 3)
    with store(tmp_path) as on:
        entry = on.prove(2).extra.entry
    note = sign_checkpoint(Checkpoint(NAME, 1, leaf_hash(entry.encode())), NAME, KEY)
    proof = Proof(0, (), note, Extra(entry))
    with pytest.raises(LedgerError, match="another number"):
        check_proof(proof, LOG)
    with pytest.raises(ValueError, match="another number"):
        verify_ledger.check_proof(proof.text, APART)


def test_a_key_of_another_length_is_no_key() -> None:
    short = verify_ledger.Key("w", 1, b"short")
    text = verify_ledger.base64.b64encode(b"\x01short").decode()
    with pytest.raises(verify_ledger.UnreadableError, match="id is not"):
        verify_ledger.read_key(f"w+{short.key_id.hex()}+{text}")


def test_an_entry_of_another_form_is_named(tmp_path: Path) -> None:
    other = b'{"seq":0,"at":1,"clock_back":false,"subjects":"C1","objects":{},"source":""}'
    report = verify_ledger.Examination([], {}).run([(0, other)])
    assert [one.rule for one in report.findings] == ["LDG002"]
