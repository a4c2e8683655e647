"""Second factors that count once, over all processes (security.md 3.2 c and d)."""

import datetime as dt

from allauth.mfa.base.forms import AuthenticateForm, BaseAuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal import auth
from allauth.mfa.utils import decrypt
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from codeward.safeguards.access import Role
from codeward_server.identity.models import LastCode, Person

_USED = "This code was used already; wait for the next one."
_CLOSED = "Too many wrong codes; wait five minutes."
_MOST_WRONG = 5
_CLOSED_FOR = dt.timedelta(minutes=5)


class _CodeCountsOnce(BaseAuthenticateForm):  # type: ignore[misc]  # allauth is untyped here
    """A code of an application or of the recovery list, accepted by one request only."""

    def clean_code(self) -> str:
        """The code, if it is right and was never used.

        Raises:
            ValidationError: it is wrong or was used.
        """
        # The refusal leaves the block without an error: what counts failures must be kept.
        with transaction.atomic():
            Person.objects.select_for_update().get(pk=self.user.pk)
            code, refusal = self._checked()
            _count(self.user, wrong=refusal is not None)
        if refusal is not None:
            raise refusal
        return code

    def _checked(self) -> tuple[str, ValidationError | None]:
        if LastCode.objects.filter(person=self.user, closed_until__gt=timezone.now()).exists():
            return "", ValidationError(_CLOSED)
        try:
            code: str = super().clean_code()
        except ValidationError as error:
            return "", error
        secret = self.authenticator.data.get("secret")
        if self.authenticator.type == Authenticator.Type.TOTP and not use_code(
            self.user, decrypt(secret), code
        ):
            return "", ValidationError(_USED)
        return code, None


def _count(person: Person, *, wrong: bool) -> None:
    """Count wrong codes in a row; the fifth closes the second step for five minutes."""
    row, _ = LastCode.objects.get_or_create(person=person)
    row.wrong = row.wrong + 1 if wrong else 0
    if row.wrong >= _MOST_WRONG:
        row.wrong, row.closed_until = 0, timezone.now() + _CLOSED_FOR
    row.save(update_fields=["wrong", "closed_until"])


class SecondFactorForm(_CodeCountsOnce, AuthenticateForm):  # type: ignore[misc]  # likewise
    """The second step of signing in."""


class SecondFactorAgainForm(_CodeCountsOnce, ReauthenticateForm):  # type: ignore[misc]  # likewise
    """The second factor shown again, for a sensitive act."""


class EnrolTotpForm(ActivateTOTPForm):  # type: ignore[misc]  # likewise
    """The first code of a new application; it does not count again at the next sign-in."""

    def clean_code(self) -> str:
        """The code, if it is right.

        Raises:
            ValidationError: it is wrong.
        """
        code: str = super().clean_code()
        use_code(self.user, self.secret, code)
        return code


class FirstPasswordForm(forms.Form):
    """Who follows an invitation chooses a name and a password."""

    username = forms.RegexField(
        r"^[a-z][a-z0-9._-]{2,63}$",
        label="Account name",
        help_text="3 to 64 small letters, digits, dots or hyphens",
        widget=forms.TextInput(attrs={"autocomplete": "username", "autofocus": True}),
    )
    display_name = forms.CharField(label="Your name", max_length=120)
    password = forms.CharField(
        label="Password",
        strip=False,
        help_text="at least 15 characters; several words are easy to remember",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password_again = forms.CharField(
        label="Password again",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_username(self) -> str:
        """A name that nobody has.

        Raises:
            ValidationError: it is taken.
        """
        name: str = self.cleaned_data["username"]
        if Person.objects.filter(username=name).exists():
            raise ValidationError("This account name is taken; choose another one.")
        return name

    def clean(self) -> dict[str, object]:
        """Passwords that are the same and long enough."""
        cleaned = super().clean() or {}
        password = cleaned.get("password")
        if password and cleaned.get("password_again") != password:
            self.add_error("password_again", "The two passwords differ.")
        elif password:
            person = Person(
                username=cleaned.get("username", ""), display_name=cleaned.get("display_name", "")
            )
            try:
                validate_password(password, person)
            except ValidationError as error:
                self.add_error("password", error)
        return cleaned


class InvitationForm(forms.Form):
    """Whom to invite, and why."""

    role = forms.ChoiceField(choices=[(role.value, role.value.replace("-", " ")) for role in Role])
    reason = forms.CharField(
        label="Reason", min_length=10, max_length=300, help_text="stands in the grant"
    )


def use_code(person: Person, secret: str, code: str) -> bool:
    """Note that a code was used; False where it, or a later one, was used before."""
    now = next(auth.yield_hotp_counters_from_time())
    # The clock may have passed a step between the check of the code and now.
    for counter in (now, now - 1):
        if auth.format_hotp_value(auth.hotp_value(secret, counter)) == code.strip():
            LastCode.objects.get_or_create(person=person)
            return bool(
                LastCode.objects.filter(person=person, counter__lt=counter).update(counter=counter)
            )
    return False
