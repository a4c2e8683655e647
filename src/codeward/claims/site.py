"""Who submits and who receives: the facts of an installation, not of an encounter."""

from typing import Literal

import msgspec

from codeward.model import Encounter, Party, Payer


class Site(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The submitter and receiver of claims.

    Attributes:
        submitter_name: Loop 1000A.
        submitter_id: Identifier that the receiver gave the submitter.
        contact_name: Whom the receiver may call.
        contact_phone: Ten digits.
        receiver_name: Loop 1000B.
        receiver_id: Identifier of the receiver.
        usage: `T` for test, `P` for production.
        billing_provider: Bills where the encounter names nobody.
    """

    submitter_name: str
    submitter_id: str
    contact_name: str
    contact_phone: str
    receiver_name: str
    receiver_id: str
    usage: Literal["T", "P"] = "T"
    billing_provider: Party | None = None


def direct(encounter: Encounter, billing: Party, payer: Payer) -> Site:
    """The site of a provider who submits to the payer directly, made from the encounter itself.

    Such claims are marked as tests: a production sender is configured on purpose.
    """
    contact = encounter.billing_provider or billing
    return Site(
        submitter_name=billing.name,
        submitter_id=billing.npi or "",
        contact_name="BILLING OFFICE",
        contact_phone=contact.phone or "",
        receiver_name=payer.name,
        receiver_id=payer.payer_id or "",
    )
