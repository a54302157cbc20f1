"""Encryption of what lies in files: where the clinic's key is, and files that only this key opens.

Every file has a random key of its own, and holds it wrapped by the clinic's key: changing the clinic's key rewrites a
few bytes of each file, never its content. The format is told in docs/data_at_rest.md.
"""

from fit.sealing.environment_key import EnvironmentKey
from fit.sealing.file_key import FileKey
from fit.sealing.header import drop_other_wraps, is_sealed, keep_key, kept_key, keys_of, opens, wrap_for
from fit.sealing.key_places import KeyPlace, key_for
from fit.sealing.key_text import fingerprint, new_key
from fit.sealing.keyring_key import KeyringKey
from fit.sealing.sealed_files import open_sealed, sealed_file, unseal

__all__ = [
    "EnvironmentKey",
    "FileKey",
    "KeyPlace",
    "KeyringKey",
    "drop_other_wraps",
    "fingerprint",
    "is_sealed",
    "keep_key",
    "kept_key",
    "key_for",
    "keys_of",
    "new_key",
    "open_sealed",
    "opens",
    "sealed_file",
    "unseal",
    "wrap_for",
]
