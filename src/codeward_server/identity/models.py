"""People, what was granted to them, how they were invited, and which codes they used."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import UserManager
from django.db import models
from django.utils import timezone

from codeward.safeguards.access import Role


class Person(AbstractBaseUser):
    """Somebody who signs in; what they may do stands in their grants and nowhere else."""

    username = models.CharField(max_length=64, unique=True)
    display_name = models.CharField(max_length=120)
    email = models.EmailField(blank=True, default="")
    is_active = models.BooleanField(default=True)
    created = models.DateTimeField(default=timezone.now)
    sessions_begin = models.DateTimeField(default=timezone.now)
    """Sessions signed in before this moment are dead: the kill switch."""

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = UserManager["Person"]()

    def __str__(self) -> str:
        """The name of the account."""
        return self.username


class RoleGrant(models.Model):
    """One role for one time, with who approved it and why (45 CFR 164.308(a)(4))."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(max_length=32, choices=[(role.value, role.value) for role in Role])
    facilities = models.JSONField(default=list, blank=True)
    clearances = models.JSONField(default=list, blank=True)
    begins = models.DateTimeField()
    expires = models.DateTimeField()
    asked_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="asked_grants", null=True
    )
    """Who invited the person; null for the operator of the machine."""
    approved_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="approved_grants", null=True
    )
    """Null with a time of approval: the operator of the machine."""
    approved = models.DateTimeField(null=True, default=None)
    """Until then the grant gives nothing."""
    reason = models.CharField(max_length=300)
    revoked = models.DateTimeField(null=True, default=None)

    class Meta:
        """What the database itself refuses."""

        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(expires__gt=models.F("begins")),
                name="grant_ends_after_it_begins",
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="grant_has_a_reason"),
            models.CheckConstraint(
                condition=models.Q(approved_by__isnull=True)
                | ~models.Q(approved_by=models.F("person")),
                name="nobody_approves_the_own_grant",
            ),
        ]

    def __str__(self) -> str:
        """Role and end, or that it gives nothing."""
        if self.revoked is not None:
            return f"{self.role}, revoked"
        if self.approved is None:
            return f"{self.role}, waits for approval"
        return f"{self.role} until {self.expires:%Y-%m-%d}"


class Invitation(models.Model):
    """A link that works once, for who shall become a person of the site; only its hash is kept."""

    token_hash = models.BinaryField(max_length=32, unique=True)
    role = models.CharField(max_length=32, choices=[(role.value, role.value) for role in Role])
    invited_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True)
    reason = models.CharField(max_length=300)
    expires = models.DateTimeField()
    used = models.DateTimeField(null=True, default=None)

    def __str__(self) -> str:
        """Role and end."""
        return f"invitation as {self.role} until {self.expires:%Y-%m-%d}"


class LastCode(models.Model):
    """The newest time step whose code a person has used, and how many were wrong since."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, primary_key=True)
    counter = models.BigIntegerField(default=0)
    """No code of this step or of one before counts again."""
    wrong = models.PositiveSmallIntegerField(default=0)
    closed_until = models.DateTimeField(null=True, default=None)

    def __str__(self) -> str:
        """Which person."""
        return f"last code of {self.person_id}"
