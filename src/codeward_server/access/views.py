"""Answers in place of a page that may not be shown."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def refused_form(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's signature
    """A form without the token of its page: of another site, or of a page that is too old."""
    return render(request, "access/refused_form.html", status=HTTPStatus.FORBIDDEN)
