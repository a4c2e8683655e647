"""The states of an encounter on the coder's desk and the actions that lead from one to another.

What is not in the table is not allowed. The table says nothing about who may act: that is for the
access policy. Its Markdown diagram is generated, so that page and table cannot differ.
"""

from enum import StrEnum

from codeward.model import CodewardError


class State(StrEnum):
    """Where an encounter stands."""

    OPEN = "open"
    IN_REVIEW = "in review"
    QUERIED = "queried"
    PENDED = "pended"
    FINAL = "final"
    CLAIMED = "claimed"


class Action(StrEnum):
    """What a person does with an encounter."""

    START = "start"
    RELEASE = "release"
    QUERY = "query"
    ANSWER = "answer"
    PEND = "pend"
    RESUME = "resume"
    FINALISE = "finalise"
    REOPEN = "reopen"
    CLAIM = "claim"


TRANSITIONS: dict[tuple[State, Action], State] = {
    (State.OPEN, Action.START): State.IN_REVIEW,
    (State.IN_REVIEW, Action.RELEASE): State.OPEN,
    (State.IN_REVIEW, Action.QUERY): State.QUERIED,
    (State.QUERIED, Action.ANSWER): State.IN_REVIEW,
    (State.IN_REVIEW, Action.PEND): State.PENDED,
    (State.PENDED, Action.RESUME): State.IN_REVIEW,
    (State.IN_REVIEW, Action.FINALISE): State.FINAL,
    (State.FINAL, Action.REOPEN): State.IN_REVIEW,
    (State.FINAL, Action.CLAIM): State.CLAIMED,
    (State.CLAIMED, Action.REOPEN): State.IN_REVIEW,
}


class TransitionError(CodewardError):
    """An action that the state of the encounter does not allow."""


def after(state: State, action: Action) -> State:
    """The state that the action leads to.

    Raises:
        TransitionError: the state does not allow the action; the text names those it allows.
    """
    found = TRANSITIONS.get((state, action))
    if found is None:
        allowed = ", ".join(allowed_actions(state)) or "nothing"
        raise TransitionError(f"cannot {action} an encounter that is {state}; it allows {allowed}")
    return found


def allowed_actions(state: State) -> tuple[Action, ...]:
    """The actions that the state allows, in the order of the table."""
    return tuple(action for start, action in TRANSITIONS if start is state)


def diagram() -> str:
    """The table as a Markdown page with a Mermaid diagram and a list that needs no renderer."""
    arrows = [
        f"    {_identifier(start)} --> {_identifier(end)}: {action}"
        for (start, action), end in TRANSITIONS.items()
    ]
    rows = [f"| {start} | {action} | {end} |" for (start, action), end in TRANSITIONS.items()]
    return "\n".join(
        (
            "# States of an encounter",
            "",
            "Generated from `codeward.review.states`; change the table there.",
            "",
            "```{code-block} text",
            "stateDiagram-v2",
            f"    [*] --> {_identifier(State.OPEN)}",
            *arrows,
            "```",
            "",
            "| from | action | to |",
            "|---|---|---|",
            *rows,
            "",
        )
    )


def _identifier(state: State) -> str:
    return state.replace(" ", "_")
