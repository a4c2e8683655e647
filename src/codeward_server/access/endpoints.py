"""Which permission each endpoint needs; one that is not listed here does not exist."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

import msgspec

from codeward.safeguards.access import Permission, Purpose


class Open(StrEnum):
    """Endpoints that need no permission, and how far a visitor must have come to reach them."""

    ANYBODY = "anybody"
    SIGNED_IN = "signed-in"
    """Signed in with a password, with or without a second factor: to enrol one."""
    ENROLLED = "enrolled"
    """Signed in with both factors."""
    STEPPED_UP = "stepped-up"
    """And the second factor was shown within the last five minutes."""
    NOBODY = "nobody"
    """A page of a library that Codeward does not offer: it answers as if it were not there."""


class Needs(msgspec.Struct, frozen=True):
    """The permission that an endpoint needs, and the purpose for which it is asked."""

    permission: Permission
    purpose: Purpose


Policy = Needs | Open

ENDPOINTS: Final[Mapping[str, Policy]] = MappingProxyType(
    {
        "home": Open.ENROLLED,
        "health-live": Open.ANYBODY,
        "health-ready": Open.ANYBODY,
        "join": Open.ANYBODY,
        "account_login": Open.ANYBODY,
        "account_logout": Open.SIGNED_IN,
        "account_inactive": Open.ANYBODY,
        "account_reauthenticate": Open.NOBODY,
        "account_change_password": Open.STEPPED_UP,
        "mfa_authenticate": Open.ANYBODY,
        "mfa_reauthenticate": Open.ENROLLED,
        "mfa_activate_totp": Open.SIGNED_IN,
        "mfa_index": Open.ENROLLED,
        "mfa_view_recovery_codes": Open.STEPPED_UP,
        "mfa_generate_recovery_codes": Open.STEPPED_UP,
        "mfa_download_recovery_codes": Open.NOBODY,
        "mfa_deactivate_totp": Open.NOBODY,
        "account_signup": Open.NOBODY,
        "account_email": Open.NOBODY,
        "account_email_verification_sent": Open.NOBODY,
        "account_set_password": Open.NOBODY,
        "account_reset_password": Open.NOBODY,
        "account_confirm_login_code": Open.NOBODY,
        "account_confirm_email": Open.NOBODY,
        "account_reset_password_from_key_done": Open.NOBODY,
        "account_reset_password_from_key": Open.NOBODY,
        "account_reset_password_done": Open.NOBODY,
        "encoder": Needs(Permission.SEARCH_CODE_SETS, Purpose.PAYMENT),
        "encoder-code": Needs(Permission.SEARCH_CODE_SETS, Purpose.PAYMENT),
        "people": Needs(Permission.MANAGE_USERS, Purpose.SYSTEM),
        "grants": Needs(Permission.APPROVE_GRANT, Purpose.OPERATIONS),
    }
)
