"""Search and look up codes of a day; the words typed are never logged."""

import datetime as dt
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from codeward.codesets import Releases
from codeward.codesets.description import (
    NOTE_HEADINGS,
    CodeDescription,
    Status,
    describe,
    status_of,
)
from codeward.codesets.search import SEARCHED, search
from codeward.model import CodewardError, System
from codeward.model.system import display_code, undotted
from codeward_server.encoder.releases import releases_on

_SHOWN = 25
_LONGEST = 200  # nobody types more, and the cost of a search grows with its words


@require_safe
def encoder(request: HttpRequest) -> HttpResponse:
    """The search, whole or only its hits where htmx asks."""
    words = request.GET.get("words", "").strip()[:_LONGEST]
    try:
        day = _day(request)
        hits = _hits(words, releases_on(day)) if words else []
    except CodewardError as error:
        return render(
            request, "encoder/problem.html", {"problem": str(error)},
            status=HTTPStatus.UNPROCESSABLE_ENTITY,
        )  # fmt: skip
    page = "encoder/hits.html" if request.headers.get("HX-Request") else "encoder/search.html"
    return render(request, page, {"words": words, "day": day, "hits": hits})


@require_safe
def code(request: HttpRequest, system: str, code: str) -> HttpResponse:
    """One code on a day."""
    try:
        day = _day(request)
        description = _description(system, code, releases_on(day))
    except CodewardError as error:
        return render(
            request, "encoder/problem.html", {"problem": str(error)}, status=HTTPStatus.NOT_FOUND
        )
    return render(
        request, "encoder/code.html",
        {"day": day, "code": description, "notes": _by_kind(description)},
    )  # fmt: skip


class DayError(CodewardError):
    """A day that is no day."""


class NoCodeError(CodewardError):
    """A code that no release of the day knows."""


def _day(request: HttpRequest) -> dt.date:
    text = request.GET.get("day", "")
    if not text:
        return timezone.localdate()
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise DayError("the day is not of the form 2026-11-24") from None


def _by_kind(description: CodeDescription) -> list[tuple[str, list[str]]]:
    """The notes under the headings that coders know, in the order of the tabular list."""
    told: dict[str, list[str]] = {}
    for note in description.notes:
        told.setdefault(NOTE_HEADINGS.get(note.kind, note.kind), []).append(note.text)
    return list(told.items())


def _hits(words: str, on: Releases) -> list[dict[str, object]]:
    systems = tuple(system for system in SEARCHED if on.covers(system))
    return [
        {"hit": hit, "shown": display_code(hit.system, hit.code)}
        for hit in search(words, on, systems, _SHOWN)
    ]


def _description(system: str, code: str, on: Releases) -> CodeDescription:
    try:
        code_set = on.code_set(System.from_key(system))
    except ValueError:
        code_set = None
    if code_set is None or status_of(undotted(code), code_set) is Status.UNKNOWN:
        raise NoCodeError("no release of this day knows the code; try another day")
    return describe(code, code_set, on)
