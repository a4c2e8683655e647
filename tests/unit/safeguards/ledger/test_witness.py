"""What a witness signs and what it refuses, with the answers of C2SP tlog-witness."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from codeward.safeguards.ledger import Checkpoint, LedgerError
from codeward.safeguards.ledger.checkpoint import sign_checkpoint
from codeward.safeguards.ledger.note import SIGNATURE, verifier_of
from codeward.safeguards.ledger.tree import consistency_path, leaf_hash, perfect_over, root_of
from codeward.safeguards.ledger.witness import Refusal, Request, Seen, consider, read_request

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
LOG = verifier_of("log.example", SIGNATURE, KEY)
TREE = perfect_over([leaf_hash(bytes([one])) for one in range(20)])
OTHER = perfect_over([leaf_hash(bytes([one, 1])) for one in range(20)])


def request(old: int, new: int, tree: object = TREE, origin: str = LOG.name) -> Request:
    note = sign_checkpoint(Checkpoint(origin, new, root_of(new, tree)), LOG.name, KEY)
    return Request(old, consistency_path(old, new, tree), note)


def seen(size: int, epoch: int = 0) -> Seen:
    return Seen(epoch, size, root_of(size, TREE))


def refused(asked: Request, last: Seen, accepted: int = 0) -> tuple[int, bool]:
    found = consider(asked, last, LOG, accepted)
    assert isinstance(found, Refusal)
    return found.status, found.alarm


def test_a_ledger_that_grew_is_cosigned_and_so_is_the_same_again() -> None:
    for asked, last in (
        (request(0, 5), Seen()),
        (request(5, 13), seen(5)),
        (request(5, 5), seen(5)),
    ):
        found = consider(asked, last, LOG)
        assert isinstance(found, Checkpoint)
        assert found.body in asked.note


def test_whoever_does_not_know_the_last_size_is_told_it() -> None:
    found = consider(request(0, 13), seen(5), LOG)
    assert found == Refusal(409, "this witness cosigned 5 entries last", alarm=False, size=5)


def test_a_shorter_ledger_and_a_second_root_are_refused_with_an_alarm() -> None:
    assert refused(request(0, 4), seen(5)) == (409, True)
    assert refused(request(5, 5, OTHER), seen(5)) == (409, True)
    assert refused(request(5, 13, OTHER), seen(5)) == (422, True)


def test_a_foreign_log_a_foreign_key_and_a_wrong_size_are_refused() -> None:
    foreign = sign_checkpoint(
        Checkpoint(LOG.name, 5, bytes(32)), LOG.name, Ed25519PrivateKey.generate()
    )
    assert refused(Request(0, (), foreign), Seen()) == (403, True)
    assert refused(request(0, 5, origin="other.example"), Seen()) == (404, False)
    assert refused(Request(9, (), request(0, 5).note), seen(5)) == (400, False)


def test_a_new_epoch_needs_a_person_and_an_old_one_never_comes_back() -> None:
    new = request(0, 4, OTHER, f"{LOG.name}/epoch-1")
    assert refused(new, seen(5)) == (403, True)
    assert isinstance(consider(new, seen(5), LOG, 1), Checkpoint)
    assert refused(Request(4, (), new.note), seen(5), 1) == (409, False)
    assert refused(request(5, 13), seen(5, epoch=1), 1) == (409, True)


def test_a_request_comes_back_and_what_is_none_is_refused() -> None:
    asked = request(5, 13)
    assert read_request(asked.text) == asked
    for broken in ("", "old x\n\nnote", "5\n\nnote", "old 5\n!!\n\nnote"):
        with pytest.raises(LedgerError):
            read_request(broken)
    with pytest.raises(LedgerError, match="too many"):
        read_request("old 5\n" + f"{'A' * 43}=\n" * 64 + "\nnote")
