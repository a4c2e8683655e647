"""Any proof of the ledger holds; any change of leaf, order, size, path or checkpoint is refused."""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from codeward.adapters import verify_ledger
from codeward.safeguards.ledger import (
    Action,
    Checkpoint,
    Event,
    Extra,
    LedgerError,
    Proof,
    canonical,
    check_proof,
    entered,
    read_entry,
    read_proof,
    read_verifier,
)
from codeward.safeguards.ledger.checkpoint import read_checkpoint, sign_checkpoint
from codeward.safeguards.ledger.note import SIGNATURE, opened, verifier_of
from codeward.safeguards.ledger.tree import (
    Frontier,
    consistency_path,
    consistent,
    includes,
    inclusion_path,
    leaf_hash,
    perfect_over,
    root_of,
)
from codeward.safeguards.ledger.witness import read_request

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
LOG = verifier_of("log.example", SIGNATURE, KEY)
APART = verify_ledger.read_key(LOG.text)
leaves = st.lists(st.binary(max_size=8), min_size=1, max_size=70, unique=True)


@st.composite
def places(draw: st.DrawFn) -> tuple[list[bytes], int]:
    found = draw(leaves)
    return found, draw(st.integers(0, len(found) - 1))


@given(places(), st.data())
def test_an_inclusion_proof_holds_only_for_its_leaf_place_and_size(
    chosen: tuple[list[bytes], int], data: st.DataObject
) -> None:
    entries, index = chosen
    hashes = [leaf_hash(one) for one in entries]
    perfect = perfect_over(hashes)
    size, root = len(entries), root_of(len(entries), perfect)
    path = inclusion_path(index, size, perfect)
    assert includes(hashes[index], index, size, path, root)
    assert verify_ledger._leads(entries[index], index, size, list(path), root)
    other = data.draw(st.integers(0, size + 3).filter(lambda one: one != index))
    assert not includes(hashes[index], other, size, path, root)
    assert not verify_ledger._leads(entries[index], other, size, list(path), root)
    assert not includes(leaf_hash(b"a leaf that is longer"), index, size, path, root)
    if path:
        at = data.draw(st.integers(0, len(path) - 1))
        forged = (*path[:at], leaf_hash(path[at]), *path[at + 1 :])
        assert not includes(hashes[index], index, size, forged, root)
        assert not includes(hashes[index], index, size, path[:-1], root)
    assert not includes(hashes[index], index, size, (*path, root), root)


@given(leaves, st.data())
def test_a_consistency_proof_holds_only_for_a_prefix(
    entries: list[bytes], data: st.DataObject
) -> None:
    hashes = [leaf_hash(one) for one in entries]
    perfect = perfect_over(hashes)
    new = len(hashes)
    old = data.draw(st.integers(1, new))
    path = consistency_path(old, new, perfect)
    old_root, new_root = root_of(old, perfect), root_of(new, perfect)
    assert consistent(old, new, path, old_root, new_root)
    at = data.draw(st.integers(0, old - 1))
    changed = [*hashes[:at], leaf_hash(b"a leaf that is longer"), *hashes[at + 1 :]]
    assert not consistent(old, new, path, root_of(old, perfect_over(changed)), new_root)
    assert not consistent(old, new, path, old_root, root_of(new, perfect_over(changed)))
    assert not consistent(old, new + 1, path, old_root, leaf_hash(new_root))
    if path:
        assert not consistent(old, new, path[:-1], old_root, new_root)


@given(leaves, st.data())
def test_another_order_gives_another_root(entries: list[bytes], data: st.DataObject) -> None:
    moved = data.draw(st.permutations(entries))
    roots = []
    for some in (entries, moved):
        grown = Frontier()
        for one in some:
            grown.append(leaf_hash(one))
        roots.append(grown.root())
    assert (roots[0] == roots[1]) == (entries == moved)


tokens = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._:/+=@()-]{0,20}", fullmatch=True)


@st.composite
def events(draw: st.DrawFn) -> Event:
    return Event(
        at=draw(st.integers(0, 2**53)), actor=draw(tokens), action=draw(st.sampled_from(Action)),
        objects=draw(st.dictionaries(st.sampled_from(["file", "partner"]), tokens)),
        explanation=draw(tokens | st.just("")), labels=tuple(draw(st.lists(tokens, max_size=2))),
    )  # fmt: skip


@given(st.lists(events(), min_size=1, max_size=20), st.data())
def test_a_proof_file_comes_back_whole_and_one_flipped_byte_is_refused(
    done: list[Event], data: st.DataObject
) -> None:
    entries = [canonical(entered(event, seq, 0)) for seq, event in enumerate(done)]
    perfect = perfect_over([leaf_hash(one) for one in entries])
    size = len(entries)
    note = sign_checkpoint(Checkpoint(LOG.name, size, root_of(size, perfect)), LOG.name, KEY)
    index = data.draw(st.integers(0, size - 1))
    extra = Extra(entries[index].decode())
    proof = Proof(index, inclusion_path(index, size, perfect), note, extra)
    assert read_proof(proof.text) == proof
    assert check_proof(proof, LOG) == read_entry(entries[index])
    assert verify_ledger.check_proof(proof.text, APART)["size"] == size
    raw = bytearray(proof.text.encode())
    at = data.draw(st.integers(0, len(raw) - 1))
    raw[at] ^= 1 << data.draw(st.integers(0, 6))
    for refused in (_apart, _ours):
        assert refused(raw.decode("utf-8", "replace"), entries[index])


def _ours(text: str, entry: bytes) -> bool:
    """Refused, or the flip lay in what is no part of the proof and the entry is the same."""
    try:
        return canonical(check_proof(read_proof(text), LOG)) == entry
    except LedgerError:
        return True


def _apart(text: str, entry: bytes) -> bool:
    try:
        found = verify_ledger.check_proof(text, APART)["entry"]
    except (ValueError, verify_ledger.UnreadableError):
        return True
    return found == _decoded(entry)


def _decoded(entry: bytes) -> object:
    return verify_ledger.json.loads(entry)


@given(st.text() | st.binary().map(lambda raw: raw.decode("utf-8", "replace")))
def test_no_text_breaks_a_reader(text: str) -> None:
    for read in (
        read_proof,
        read_request,
        read_verifier,
        lambda one: opened(one, [LOG]),
        lambda one: read_checkpoint(one, [LOG]),
        lambda one: read_entry(one.encode("utf-8", "replace")),
    ):
        try:
            read(text)
        except LedgerError as error:
            assert "\n" not in str(error)  # noqa: PT017 - that it is this error is the test
        else:
            raise AssertionError(text)
