"""Notes, checkpoints, events and references of the ledger."""

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from codeward.safeguards.ledger import (
    Action,
    Checkpoint,
    Event,
    Kind,
    LedgerError,
    References,
    canonical,
    entered,
    event_of,
    origin_of,
    read_checkpoint,
    read_entry,
    read_verifier,
    reference,
)
from codeward.safeguards.ledger.checkpoint import epoch_of, sign_checkpoint
from codeward.safeguards.ledger.note import (
    COSIGNATURE,
    SIGNATURE,
    cosignature,
    opened,
    signed,
    verifier_of,
)

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
LOG = verifier_of("log.example", SIGNATURE, KEY)
EXAMPLE = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
EXAMPLE_NOTE = (
    "This is an example message.\n\n\u2014 example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6Tf"
    "Xppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
)
GO_SEED = base64.b64decode("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz")[1:]
GO_TEXT = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
)
GO_LINE = (
    "\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqd"
    "ngotpRZb6KE6RyyBwJnAM=\n"
)


def event(**changed: object) -> Event:
    values = {"at": 5, "actor": "user:a", "action": Action.CLAIM_FINAL, **changed}
    return Event(**values)


def test_the_example_of_the_signed_note_text_verifies() -> None:
    key = read_verifier(EXAMPLE)
    assert key.text == EXAMPLE
    assert opened(EXAMPLE_NOTE, [key]).body == "This is an example message.\n"


def test_the_note_of_the_go_implementation_is_signed_to_the_same_bytes() -> None:
    key = Ed25519PrivateKey.from_private_bytes(GO_SEED)
    assert signed(GO_TEXT, "PeterNeumann", key) == f"{GO_TEXT}\n{GO_LINE}"


def test_a_changed_text_an_unknown_key_and_half_a_note_are_refused() -> None:
    key = read_verifier(EXAMPLE)
    with pytest.raises(LedgerError, match="does not hold"):
        opened(EXAMPLE_NOTE.replace("This", "That"), [key])
    with pytest.raises(LedgerError, match="believed key"):
        opened(EXAMPLE_NOTE, [LOG])
    for broken in ("", "text\n", "text\n\n", EXAMPLE_NOTE[:-1], EXAMPLE_NOTE.replace("an", "\t")):
        with pytest.raises(LedgerError, match="no signed note"):
            opened(broken, [key])
    for line in ("x\n", "- name AAAAAAAA\n", "\u2014 name AA==\n", "\u2014 name !!!!\n"):
        with pytest.raises(LedgerError, match="signature line"):
            opened(f"text\n\n{line}", [key])


def test_a_verifier_key_must_be_what_its_id_says() -> None:
    for broken in (
        "",
        "a+b+c",
        EXAMPLE.replace("530d903a", "530d903b"),
        EXAMPLE[:-4],
        "+" + EXAMPLE,
    ):
        with pytest.raises(LedgerError, match="verifier key"):
            read_verifier(broken)
    with pytest.raises(LedgerError, match="no blank"):
        verifier_of("a b", SIGNATURE, KEY)


def test_a_cosignature_carries_its_time_and_is_no_plain_signature() -> None:
    body = Checkpoint("log.example", 3, bytes(32)).body
    line = cosignature(body, "w.example", KEY, 1_700_000_000)
    witness = verifier_of("w.example", COSIGNATURE, KEY)
    found = opened(f"{body}\n{line}", [witness])
    assert [one.at for one in found.signatures] == [1_700_000_000]
    with pytest.raises(LedgerError, match="believed"):
        opened(f"{body}\n{line}", [verifier_of("w.example", SIGNATURE, KEY)])
    moved = line.replace("AAAABlU", "AAAABlV")
    assert moved != line
    with pytest.raises(LedgerError, match="does not hold"):
        opened(f"{body}\n{moved}", [witness])


def test_a_checkpoint_comes_back_and_other_notes_are_none() -> None:
    checkpoint = Checkpoint("log.example/epoch-2", 12, bytes(32))
    note = sign_checkpoint(checkpoint, LOG.name, KEY)
    assert read_checkpoint(note, [LOG]) == checkpoint
    for body in (
        "one line\n",
        "log\n-1\nAAAA\n",
        "log\n007\n" + "A" * 43 + "=\n",
        "log\n1\nAAAA\n",
    ):
        with pytest.raises(LedgerError, match=r"checkpoint|hash"):
            read_checkpoint(signed(body, LOG.name, KEY), [LOG])


def test_an_origin_names_log_and_epoch() -> None:
    assert [origin_of("log", one) for one in (0, 1)] == ["log", "log/epoch-1"]
    assert [epoch_of("log", one) for one in ("log", "log/epoch-12")] == [0, 12]
    for other in ("logs", "log/epoch-", "log/epoch-01", "log/epoch-x", "other/epoch-1"):
        assert epoch_of("log", other) is None


def test_an_entry_is_canonical_json_and_marks_a_clock_set_back() -> None:
    entry = entered(event(objects={"partner": "plan", "file": "f"}, source="s/1"), 7, 6)
    data = canonical(entry)
    assert data == (
        b'{"action":"claim.final","actor":"user:a","at":5,"clock_back":true,"context":{},'
        b'"explanation":"","labels":[],"objects":{"file":"f","partner":"plan"},"outcome":"done",'
        b'"purpose":"HPAYMT","seq":7,"source":"s/1","subjects":[]}'
    )
    assert read_entry(data) == entry
    assert event_of(entry) == event(objects={"partner": "plan", "file": "f"}, source="s/1")


@pytest.mark.parametrize(
    "changed",
    [
        {"actor": ""},
        {"actor": "Ada Lovelace"},
        {"objects": {"file": "Doe, John"}},
        {"objects": {"A Name": "x"}},
        {"subjects": ("CLAIM-1",)},
        {"explanation": "the patient said"},
        {"context": {"register": "two\nlines"}},
        {"labels": ("x" * 300,)},
    ],
)
def test_free_text_has_no_place_in_an_event(changed: dict[str, object]) -> None:
    with pytest.raises(LedgerError, match="no PHI") as told:
        event(**changed)
    assert "John" not in str(told.value)


def test_an_entry_has_a_longest_size_and_a_broken_one_is_told() -> None:
    many = tuple(References(b"k").of(Kind.CLAIM, str(one)) for one in range(2_000))
    with pytest.raises(LedgerError, match="at most 65535"):
        canonical(entered(event(subjects=many), 0, 0))
    for broken in (
        b"",
        b"{}",
        b"\xff",
        canonical(entered(event(), 0, 0)).replace(b"user:a", b"a b"),
    ):
        with pytest.raises(LedgerError, match="cannot be read"):
            read_entry(broken)


def test_a_reference_opens_for_its_own_number_only() -> None:
    site, other = References(b"a" * 32), References(b"b" * 32)
    opening = site.opening(Kind.CLAIM, "C-1")
    assert reference(opening) == site.of(Kind.CLAIM, "C-1")
    told = {
        site.of(Kind.CLAIM, "C-1"), site.of(Kind.CLAIM, "C-2"), site.of(Kind.ENCOUNTER, "C-1"),
        other.of(Kind.CLAIM, "C-1"),
    }  # fmt: skip
    assert len(told) == 4
