"""Where keys lie: the keys of the site with a provider, the keys of the patients in their store."""

from codeward.adapters.keys.key_file import (
    KeyFile,
    KeyProviderError,
    change_passphrase,
    make_key_file,
)
from codeward.adapters.keys.keystore import Keystore, KeystoreError, ShredCertificate
from codeward.adapters.keys.patient_cipher import PatientCipher

__all__ = [
    "KeyFile",
    "KeyProviderError",
    "Keystore",
    "KeystoreError",
    "PatientCipher",
    "ShredCertificate",
    "change_passphrase",
    "make_key_file",
]
