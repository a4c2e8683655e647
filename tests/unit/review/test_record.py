"""Decision records as bytes: one form, read back without loss."""

import msgspec
import pytest

from codeward.model import DecisionRecord
from codeward.review import canonical, finalise, read_record


@pytest.fixture
def record(encounter, decisions, release_ids) -> DecisionRecord:
    return finalise(encounter, decisions, (), release_ids, "codeward 0.1.0").record


def test_the_same_record_is_the_same_bytes(record, encounter, decisions, release_ids):
    turned = dict(reversed(release_ids.items()))
    again = finalise(encounter, decisions, (), turned, "codeward 0.1.0").record
    assert canonical(again) == canonical(record)


def test_keys_are_sorted_and_nothing_is_blank(record):
    data = canonical(record)
    assert data.startswith(
        b'{"decisions":[{"at":"2026-05-06T10:30:00Z","by":"coder-7","code":"I110"'
    )
    assert b'": ' not in data


def test_a_record_is_read_back_without_loss(record):
    assert read_record(canonical(record)) == record


def test_another_decision_is_other_bytes(record):
    changed = msgspec.structs.replace(record, decisions=record.decisions[:-1])
    assert canonical(changed) != canonical(record)


def test_a_final_encounter_has_a_canonical_form_too(encounter, decisions, release_ids):
    final = finalise(encounter, decisions, (), release_ids, "codeward 0.1.0")
    assert canonical(final) == canonical(final)
    assert b'"encounter_id":"e1"' in canonical(final)


def test_what_is_no_record_is_refused():
    with pytest.raises(msgspec.ValidationError):
        read_record(b'{"encounter_id":"e1"}')
