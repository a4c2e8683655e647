"""Verifies a Codeward ledger, or a proof out of one, without Codeward: Python and `cryptography`.

    python verify_ledger.py ledger FILE.sqlite --key LOG.vkey [--witness W.vkey] [--witnessed NOTE]
    python verify_ledger.py proof FILE.tlog-proof --key LOG.vkey [--witness W.vkey]

Take the keys from a place that whoever keeps the ledger cannot write to. `--witnessed` is the last
checkpoint as the witness keeps it: without it a cut tail, or a ledger that was signed anew from the
beginning, cannot be told from an honest one.

Exit codes: 0 it holds; 1 it does not, the findings name the first bad entries; 2 cannot be read.
Written apart from the code that writes the ledger, on purpose: RFC 6962, C2SP signed-note,
tlog-checkpoint, tlog-cosignature and tlog-proof. This file imports nothing of Codeward.
"""

import argparse
import base64
import hashlib
import json
import re
import sqlite3
import sys
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

HOLDS, TAMPERED, UNREADABLE = 0, 1, 2
SIGNATURE, COSIGNATURE = 1, 4
RULES = {
    "LDG001": "An entry is missing between others.",
    "LDG002": "An entry cannot be read, or carries another number or clock mark than it must.",
    "LDG003": "The entries are not those that were signed: one was changed, put in or moved.",
    "LDG004": "A checkpoint of the ledger does not carry the signature of its key.",
    "LDG005": "More entries were signed than are there: the end was cut off.",
    "LDG006": "Entries of an epoch that ended are gone, and no epoch event says so.",
    "LDG007": "The index of claims and files does not hold what the entries say.",
    "LDG008": "The kept hashes, of which proofs are made, are not those of the entries.",
    "LDG009": "An entry was deleted, and no later entry says that its time was over.",
}
_WRAP = (1 << 64) - 1
_TILE = 8
_PRUNED = 33
_FORM = b"codeward ledger reference 1"
_EPOCH = re.compile(r"(?:/epoch-([1-9][0-9]*))?")


class UnreadableError(Exception):
    """What was given cannot be read at all."""


@dataclass(frozen=True)
class Key:
    """A public key that is believed."""

    name: str
    kind: int
    public: bytes

    @property
    def key_id(self) -> bytes:
        """The start of a signature by this key."""
        head = self.name.encode() + b"\n" + bytes([self.kind])
        return hashlib.sha256(head + self.public).digest()[:4]


@dataclass(frozen=True)
class Finding:
    """What does not hold, and the first and last entry that it is about."""

    rule: str
    first: int
    last: int
    message: str


@dataclass
class Report:
    """What was found.

    Attributes:
        entries: Number of entries read.
        root: Root over them, hex.
        signed: Entries under the newest good checkpoint of the ledger.
        witnessed: Entries under the newest good checkpoint that a witness cosigned.
        findings: What does not hold; empty for a good ledger.
        remarks: What a reader should know.
    """

    entries: int = 0
    root: str = ""
    signed: int = 0
    witnessed: int = 0
    findings: list[Finding] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def find(self, rule: str, first: int, last: int, message: str) -> None:
        """Add a finding."""
        self.findings.append(Finding(rule, first, last, message))


@dataclass(frozen=True)
class Head:
    """A signed statement: so many entries with that root."""

    epoch: int
    size: int
    root: bytes
    witnessed: bool
    outside: bool


def read_key(text: str) -> Key:
    """A key from its line: name+id+base64."""
    try:
        name, key_id, key = text.strip().split("+", 2)
        raw = base64.b64decode(key, validate=True)
        found = Key(name, raw[0], raw[1:])
    except (ValueError, IndexError):
        raise UnreadableError("a key file that holds no verifier key") from None
    if found.key_id.hex() != key_id or len(found.public) != 32:  # noqa: PLR2004 - Ed25519
        raise UnreadableError("a verifier key whose id is not that of its key")
    return found


def signers(note: str, keys: Iterable[Key]) -> tuple[str, list[Key]]:
    """The text of a note and the keys whose signatures on it hold; a bad one gives none."""
    text, mark, tail = note.rpartition("\n\n")
    if not mark:
        return "", []
    body, held = f"{text}\n", []
    known = {(one.name, one.key_id): one for one in keys}
    for line in tail.splitlines():
        try:
            _dash, name, encoded = line.split(" ")
            raw = base64.b64decode(encoded, validate=True)
        except ValueError:
            return body, []
        key = known.get((name, raw[:4]))
        if key is None:
            continue
        signature, message = raw[4:], body.encode()
        if key.kind == COSIGNATURE:
            at, signature = int.from_bytes(raw[4:12], "big"), raw[12:]
            message = f"cosignature/v1\ntime {at}\n{body}".encode()
        try:
            Ed25519PublicKey.from_public_bytes(key.public).verify(signature, message)
        except InvalidSignature:
            return body, []
        held.append(key)
    return body, held


def read_head(note: str, log: Key, witnesses: list[Key], *, outside: bool) -> Head | None:
    """The statement of a note that the log signed; None where it did not."""
    body, held = signers(note, [log, *witnesses])
    lines = body.split("\n")
    try:
        size, root = int(lines[1]), base64.b64decode(lines[2], validate=True)
    except (IndexError, ValueError):
        return None
    epoch = _EPOCH.fullmatch(lines[0].removeprefix(log.name))
    if log not in held or not lines[0].startswith(log.name) or epoch is None:
        return None
    return Head(int(epoch[1] or 0), size, root, any(one in witnesses for one in held), outside)


class Tree:
    """A growing Merkle tree of RFC 6962."""

    def __init__(self) -> None:
        self.size = 0
        self.peaks: list[bytes] = []

    def add(self, leaf: bytes) -> list[tuple[int, int, bytes]]:
        """Add a leaf; gives the tiles that are full now: level, place, root."""
        full = []
        level, size, peaks, sha256 = 0, self.size, self.peaks, hashlib.sha256
        while size & 1:
            leaf = sha256(b"\1" + peaks.pop() + leaf).digest()
            size >>= 1
            level += 1
            if level % _TILE == 0:
                full.append((level // _TILE, self.size >> level, leaf))
        peaks.append(leaf)
        self.size += 1
        return full

    def root(self) -> bytes:
        """The root of what was added."""
        if not self.peaks:
            return hashlib.sha256(b"").digest()
        node = self.peaks[-1]
        for peak in self.peaks[-2::-1]:
            node = hashlib.sha256(b"\1" + peak + node).digest()
        return node


class Examination:
    """One pass over a ledger."""

    def __init__(self, heads: list[Head], tiles: dict[tuple[int, int], bytes]) -> None:
        self.report = Report()
        self._tree = Tree()
        self._tiles = tiles
        self._heads: dict[int, list[Head]] = {}
        for one in heads:
            self._heads.setdefault(one.size, []).append(one)
        self._before: int | None = 0
        self._index = self._below = 0
        self._pruned = (0, -1)
        self._good = 0
        self._whole = True
        self._epochs: list[tuple[int, int, str]] = []

    def run(self, entries: Iterable[tuple[int, bytes]]) -> Report:
        """Check all entries in order, then what the heads say beyond them."""
        self._compare()
        for seq, data in entries:
            if seq != self._tree.size and self._whole:
                self.report.find("LDG001", self._tree.size, seq - 1, "entries are missing")
                self._whole = False
            leaf = self._leaf(seq, data)
            for level, place, root in self._tree.add(leaf):
                self._tile(level, place, root)
            if self._tree.size in self._heads:
                self._compare()
        self._beyond()
        report = self.report
        if self._pruned[1] >= self._below:
            report.find("LDG009", self._pruned[0], self._pruned[1], "deleted, and nothing says why")
        report.entries, report.root = self._tree.size, self._tree.root().hex()
        if self._tiles and not report.findings:
            report.find("LDG008", 0, report.entries - 1, "kept hashes belong to no entries")
        return report

    @property
    def index(self) -> int:
        """Checksum over what the index must hold; texts are hashed under a key of this process."""
        return self._index & _WRAP

    def _leaf(self, seq: int, data: bytes) -> bytes:
        """The leaf of a row; of an entry deleted after its time only the leaf is kept."""
        if data[:1] == b"\0" and len(data) == _PRUNED:
            first, last = self._pruned
            self._pruned = (seq if seq > last + 1 or last < 0 else first, seq)
            self._before = None
            return data[1:]
        self._entry(seq, data)
        return hashlib.sha256(b"\0" + data).digest()

    def _entry(self, seq: int, data: bytes) -> None:
        try:
            entry = json.loads(data.decode())
            own, at, back = entry["seq"], entry["at"], entry["clock_back"]
            keys = mentioned(entry)
        except (ValueError, KeyError, TypeError, AttributeError):
            self._bad_entry(seq, "the entry cannot be read")
            return
        if own != seq:
            self._bad_entry(seq, f"the entry says that its place is {own}")
        elif self._before is not None and back != (at < self._before):
            self._bad_entry(seq, "its mark of a clock set back is wrong")
        self._before = at
        for key in keys:
            self._index += hash((key, seq))
        if entry["action"] == "epoch.declared":
            self._epoch(seq, entry["objects"])
        elif entry["action"] == "ledger.pruned":
            self._prune(seq, entry["objects"].get("below", ""))

    def _bad_entry(self, seq: int, message: str) -> None:
        """Name it once: all that follows is moved, and roots over it say no more than this."""
        if self._whole:
            self.report.find("LDG002", seq, seq, message)
        self._whole = False

    def _epoch(self, seq: int, objects: dict[str, str]) -> None:
        lost = objects.get("lost_size", "")
        if not lost.isdigit() or int(lost) < seq:
            self.report.find("LDG006", seq, seq, "an epoch that does not say what was lost")
            return
        self._epochs.append((seq, int(lost), objects.get("lost_root", "")))
        self.report.remarks.append(f"epoch declared: entries {seq} to {int(lost) - 1} were lost")

    def _prune(self, seq: int, below: str) -> None:
        """Only what stands before it can have been deleted by its word."""
        if not below.isdigit() or int(below) > seq:
            self._bad_entry(seq, "it does not say which entries were deleted")
            return
        self._below = max(self._below, int(below))
        self.report.remarks.append(f"entries below {below} were deleted after their time")

    def _tile(self, level: int, place: int, root: bytes) -> None:
        if self._tiles.pop((level, place), None) != root and self._whole:
            first = place << _TILE * level
            last = first + (1 << _TILE * level) - 1
            self.report.find("LDG008", first, last, "the kept hash of these entries is another")

    def _compare(self) -> None:
        """Hold the root against every statement about this size."""
        size, root = self._tree.size, self._tree.root()
        for head in self._heads.pop(size, ()):
            if head.epoch > len(self._epochs):
                self.report.find("LDG006", size, size, "a checkpoint of an epoch not declared")
            elif head.epoch < len(self._epochs) and head.size > self._epochs[head.epoch][0]:
                self._lost(head)
            elif head.root == root:
                self._good = size
                self.report.signed = size
                self.report.witnessed = size if head.witnessed else self.report.witnessed
            elif self._whole:
                who = "the witness saw" if head.outside else "was signed"
                message = f"the entries are not those that {who} at size {size}"
                self.report.find("LDG003", self._good, size - 1, message)
                self._whole = False

    def _beyond(self) -> None:
        """Statements about more entries than there are."""
        size = self._tree.size
        for head in sorted((one for some in self._heads.values() for one in some), key=_size):
            if head.epoch < len(self._epochs):
                self._lost(head)
            else:
                message = f"{head.size} entries were signed, {size} are there: the end was cut off"
                self.report.find("LDG005", size, head.size - 1, message)

    def _lost(self, head: Head) -> None:
        """A statement about entries of an epoch that ended: they must be declared lost."""
        start, lost, root = self._epochs[head.epoch]
        if head.size > lost or (head.size == lost and head.root.hex() != root):
            message = f"entries up to {head.size - 1} were signed, and their loss is not declared"
            self.report.find("LDG006", start, head.size - 1, message)


def _size(head: Head) -> int:
    return head.size


def mentioned(entry: dict[str, object]) -> list[str]:
    """The keys under which an entry must be found."""
    subjects, objects = entry["subjects"], entry["objects"]
    if not isinstance(subjects, list) or not isinstance(objects, dict):
        raise TypeError
    keys = [f"subject:{one}" for one in set(subjects)]
    if "file" in objects:
        keys.append(f"file:{objects['file']}")
    if entry["source"]:
        keys.append(f"source:{entry['source']}")
    if entry["action"] == "epoch.declared":
        keys.append("action:epoch.declared")
    return keys


def verify(
    path: Path, log: Key, witnesses: list[Key] | None = None, notes: Iterable[str] = ()
) -> Report:
    """Everything about a ledger file.

    Args:
        path: The SQLite file; it is only read.
        log: The key of the ledger.
        witnesses: Keys of witnesses.
        notes: Checkpoints from outside, such as the witness keeps.
    """
    believed, unsigned, heads = witnesses or [], [], []
    for note in notes:
        head = read_head(note, log, believed, outside=True)
        if head is None:
            raise UnreadableError("a checkpoint from outside that this log did not sign")
        heads.append(head)
    if not path.is_file():
        raise UnreadableError(f"{path} is not there")
    on = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    try:
        lines: dict[int, str] = {}
        for size, line in on.execute("SELECT DISTINCT size, line FROM cosignature"):
            lines[size] = lines.get(size, "") + line
        for size, note in on.execute("SELECT size, note FROM checkpoint ORDER BY size"):
            head = read_head(note + lines.get(size, ""), log, believed, outside=False)
            good = head is not None and head.size == size
            heads += [head] if head is not None and good else []
            unsigned += [] if good else [size]
        rows = on.execute("SELECT level, place, root FROM tile")
        examination = Examination(heads, {(level, place): root for level, place, root in rows})
        report = examination.run(on.execute("SELECT seq, event FROM entry ORDER BY seq"))
        index = sum(map(hash, on.execute("SELECT key, seq FROM mention"))) & _WRAP
    except sqlite3.Error as error:
        raise UnreadableError(f"{path} is no ledger, or damaged ({type(error).__name__})") from None
    finally:
        on.close()
    for size in unsigned:
        report.find(
            "LDG004", 0, size - 1, f"the signature of the checkpoint at {size} does not hold"
        )
    if index != examination.index:
        report.find("LDG007", 0, report.entries - 1, "the index of claims and files is another")
    _remarks(report, given=bool(heads and any(one.outside for one in heads)))
    report.findings.sort(key=lambda one: (one.first, one.last, one.rule))
    return report


def _remarks(report: Report, *, given: bool) -> None:
    if report.signed < report.entries:
        count = report.entries - report.signed
        report.remarks.append(f"the last {count} entries are under no checkpoint yet")
    if not given:
        report.remarks.append("no checkpoint from outside was given: a cut tail cannot be seen")


def check_proof(text: str, log: Key, witnesses: Iterable[Key] = ()) -> dict[str, object]:
    """The entry of a proof file, once everything about it holds.

    Raises:
        UnreadableError: it is no proof.
        ValueError: it does not hold; the text says why.
    """
    head, _, note = text.partition("\n\n")
    lines = head.split("\n")
    try:
        if lines[0] != "c2sp.org/tlog-proof@v1":
            raise UnreadableError("this is no proof")
        extra = json.loads(base64.b64decode(lines[1].removeprefix("extra "), validate=True))
        index = int(lines[2].removeprefix("index "))
        path = [base64.b64decode(line, validate=True) for line in lines[3:]]
        data = str(extra["entry"]).encode()
        openings = list(extra["openings"])
    except (IndexError, ValueError, KeyError, TypeError):
        raise UnreadableError("this is no proof") from None
    believed = list(witnesses)
    signed = read_head(note, log, believed, outside=True)
    if signed is None:
        raise ValueError("the checkpoint is not signed by the key of the ledger")
    held = signers(note, [log, *believed])[1]
    if any(one not in held for one in believed):
        raise ValueError("a witness did not cosign the checkpoint")
    if not _leads(data, index, signed.size, path, signed.root):
        raise ValueError("the entry does not stand at that place of the signed ledger")
    entry: dict[str, object] = json.loads(data)
    if entry["seq"] != index:
        raise ValueError("the entry carries another number than its place")
    for one in openings:
        parts = (_FORM, one["kind"].encode(), one["nonce"].encode(), one["value"].encode())
        digest = base64.urlsafe_b64encode(hashlib.sha256(b"\0".join(parts)).digest()[:24])
        if digest.decode() not in list(entry["subjects"]):  # type: ignore[call-overload] # JSON
            raise ValueError("the entry does not speak of that claim")
    return {"entry": entry, "size": signed.size, "openings": openings}


def _leads(data: bytes, index: int, size: int, path: list[bytes], root: bytes) -> bool:
    """Whether the path leads to the root: from the sizes of subtrees, top down."""
    sides, first, count = [], 0, size
    if not 0 <= index < size:
        return False
    while count > 1:
        left = 1 << (count - 1).bit_length() - 1
        right_side = index - first >= left
        sides.append(right_side)
        first, count = (first + left, count - left) if right_side else (first, left)
    if len(sides) != len(path):
        return False
    node = hashlib.sha256(b"\0" + data).digest()
    for right_side, other in zip(reversed(sides), path, strict=True):
        pair = other + node if right_side else node + other
        node = hashlib.sha256(b"\1" + pair).digest()
    return node == root


def main(arguments: list[str] | None = None) -> int:
    """Run the command; gives its exit code."""
    parser = argparse.ArgumentParser(description="Verify a Codeward ledger or a proof out of one.")
    parser.add_argument("what", choices=["ledger", "proof"])
    parser.add_argument("file", type=Path)
    parser.add_argument("--key", required=True, type=Path, help="verifier key of the ledger")
    parser.add_argument("--witness", action="append", default=[], type=Path, help="of a witness")
    parser.add_argument(
        "--witnessed", action="append", default=[], type=Path, help="its checkpoint"
    )
    parser.add_argument("--json", action="store_true", help="print JSON")
    given = parser.parse_args(arguments)
    try:
        log = read_key(given.key.read_text(encoding="utf-8"))
        witnesses = [read_key(one.read_text(encoding="utf-8")) for one in given.witness]
        if given.what == "proof":
            return _proof(given.file.read_text(encoding="utf-8"), log, witnesses)
        notes = [one.read_text(encoding="utf-8") for one in given.witnessed]
        report = verify(given.file, log, witnesses, notes)
    except (UnreadableError, OSError, UnicodeDecodeError) as error:
        print(f"verify_ledger: {error}", file=sys.stderr)  # noqa: T201 - a program of its own
        return UNREADABLE
    print(json.dumps(asdict(report), indent=2) if given.json else told(report))  # noqa: T201
    return TAMPERED if report.findings else HOLDS


def told(report: Report) -> str:
    """A report in lines."""
    lines = [
        f"{one.rule} entries {one.first} to {one.last}: {one.message}" for one in report.findings
    ]
    verdict = "DOES NOT HOLD" if report.findings else "holds"
    counts = f"{report.entries} entries, {report.signed} signed, {report.witnessed} witnessed"
    return "\n".join([f"the ledger {verdict}: {counts}", *lines, *report.remarks])


def _proof(text: str, log: Key, witnesses: list[Key]) -> int:
    try:
        found = check_proof(text, log, witnesses)
    except ValueError as error:
        print(f"the proof DOES NOT HOLD: {error}")  # noqa: T201
        return TAMPERED
    print("the proof holds:")  # noqa: T201
    print(json.dumps(found, indent=2, sort_keys=True))  # noqa: T201
    return HOLDS


if __name__ == "__main__":
    sys.exit(main())
