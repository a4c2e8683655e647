"""Joining by an invitation, and the people of the site."""

from http import HTTPStatus

from allauth.account.views import LoginView
from axes.decorators import axes_dispatch, axes_form_invalid
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_http_methods

from codeward.safeguards.access import Role
from codeward_server.identity.actions import (
    GrantError,
    InvitationError,
    approve,
    invite,
    join,
    open_invitation,
)
from codeward_server.identity.forms import FirstPasswordForm, InvitationForm
from codeward_server.identity.models import Person, RoleGrant
from codeward_server.identity.queries import waiting_grants

_LONGEST_NUMBER = 18
_BACKEND = "django.contrib.auth.backends.ModelBackend"


@method_decorator(axes_dispatch, name="dispatch")
@method_decorator(axes_form_invalid, name="form_invalid")
class SignInView(LoginView):  # type: ignore[misc]  # allauth is untyped here
    """Signing in, with failures counted by the pair of name and address."""


@require_http_methods(["GET", "POST"])
def join_site(request: HttpRequest, token: str) -> HttpResponse:
    """Choose a name and a password, once; the second factor is enrolled next."""
    try:
        open_invitation(token)
    except InvitationError:
        return render(request, "identity/no_invitation.html", status=HTTPStatus.NOT_FOUND)
    form = FirstPasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            person = join(
                token=token,
                username=form.cleaned_data["username"],
                display_name=form.cleaned_data["display_name"],
                password=form.cleaned_data["password"],
            )
        except InvitationError:
            return render(request, "identity/no_invitation.html", status=HTTPStatus.NOT_FOUND)
        login(request, person, backend=_BACKEND)
        return HttpResponseRedirect(reverse("mfa_activate_totp"))
    return render(request, "identity/join.html", {"form": form})


@require_http_methods(["GET", "POST"])
def people(request: HttpRequest) -> HttpResponse:
    """Everybody with an account, what was granted, and inviting one more."""
    form = InvitationForm(request.POST or None)
    link = ""
    if request.method == "POST" and form.is_valid() and isinstance(request.user, Person):
        token = invite(
            role=Role(form.cleaned_data["role"]),
            reason=form.cleaned_data["reason"],
            by=request.user,
        )
        link = request.build_absolute_uri(reverse("join", args=[token]))
        form = InvitationForm()
    rows = Person.objects.prefetch_related("grants").order_by("username")
    return render(request, "identity/people.html", {"people": rows, "form": form, "link": link})


@require_http_methods(["GET", "POST"])
def grants(request: HttpRequest) -> HttpResponse:
    """Grants that wait, approved one by one by somebody who did not ask for them."""
    problem = ""
    if request.method == "POST" and isinstance(request.user, Person):
        number = request.POST.get("grant", "")
        known = number.isdecimal() and len(number) < _LONGEST_NUMBER
        chosen = get_object_or_404(RoleGrant, pk=int(number) if known else 0)
        try:
            approve(grant=chosen, by=request.user)
        except GrantError as error:
            problem = str(error)
    return render(
        request, "identity/grants.html", {"waiting": waiting_grants(), "problem": problem}
    )
