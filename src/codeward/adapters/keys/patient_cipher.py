"""Encrypting and reading values of patients: the keystore and the envelope in one step."""

import os
from collections.abc import Callable

from codeward.adapters.keys.keystore import Keystore
from codeward.safeguards.encryption import NONCE_BYTES, Context, opened, sealed


class PatientCipher:
    """Seals each value under the key of its patient, bound to its place."""

    def __init__(self, keystore: Keystore, random: Callable[[int], bytes] = os.urandom) -> None:
        """Take the store of the keys and the source of nonces."""
        self._keystore, self._random = keystore, random

    def seal(self, plain: bytes, context: Context) -> bytes:
        """Encrypt a value; the patient gets a key where there is none yet.

        Raises:
            KeystoreError: the key of the patient was destroyed, or the store cannot be written.
            KeyProviderError: the keys of the site do not open it.
        """
        key = self._keystore.data_key_for_writing(context.patient)
        return sealed(key, plain, context, self._random(NONCE_BYTES))

    def open(self, value: bytes, context: Context) -> bytes:
        """Decrypt a value in its place.

        Raises:
            KeystoreError: the key of the patient was destroyed or never made.
            KeyProviderError: the keys of the site do not open it.
            EnvelopeError: the value was changed or belongs to another place.
        """
        return opened(self._keystore.data_key(context.patient), value, context)
