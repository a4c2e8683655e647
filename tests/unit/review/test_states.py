"""The states of an encounter: what leads where, and that nothing else does."""

from itertools import product

import pytest

from codeward.model import CodewardError
from codeward.review import (
    TRANSITIONS,
    Action,
    State,
    TransitionError,
    after,
    allowed_actions,
    diagram,
)

FORBIDDEN = sorted(set(product(State, Action)) - TRANSITIONS.keys())


@pytest.mark.parametrize(("start", "action"), sorted(TRANSITIONS))
def test_an_action_of_the_table_leads_to_its_state(start, action):
    assert after(start, action) is TRANSITIONS[(start, action)]


@pytest.mark.parametrize(("start", "action"), FORBIDDEN)
def test_every_other_action_is_refused_with_what_is_allowed(start, action):
    with pytest.raises(TransitionError, match=allowed_actions(start)[0]) as refused:
        after(start, action)
    assert isinstance(refused.value, CodewardError)


def test_a_claim_is_written_from_a_final_encounter_only():
    assert [start for start, action in TRANSITIONS if action is Action.CLAIM] == [State.FINAL]


def test_a_final_encounter_is_reached_from_review_only():
    assert [start for (start, _), end in TRANSITIONS.items() if end is State.FINAL] == [
        State.IN_REVIEW
    ]


def test_every_state_can_be_reached_and_left():
    reached, frontier = {State.OPEN}, [State.OPEN]
    while frontier:
        here = frontier.pop()
        following = {after(here, action) for action in allowed_actions(here)} - reached
        reached |= following
        frontier += following
    assert reached == set(State)
    assert all(allowed_actions(state) for state in State)


def test_every_action_is_used():
    assert {action for _, action in TRANSITIONS} == set(Action)


def test_the_diagram_shows_every_transition_twice_as_arrow_and_row():
    text = diagram()
    for (start, action), end in TRANSITIONS.items():
        assert f"| {start} | {action} | {end} |" in text
        assert f"{start.replace(' ', '_')} --> {end.replace(' ', '_')}: {action}" in text
    assert "[*] --> open" in text
