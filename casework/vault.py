"""加密: what the database must not be able to read by itself (handbook 11.5).

Every person has a data key, wrapped by a master key that lives outside the database. Hashes are
taken over the plain bytes; a blind index finds exact values without storing them.
"""

import hmac
import os
from functools import cache
from hashlib import sha256

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

NONCE = 12  # bytes, as AES-GCM wants it


@cache
def derived(label: str) -> bytes:
    """Return the key that the master key gives for one purpose: 32 bytes."""
    kdf = HKDF(SHA256(), length=32, salt=None, info=label.encode())
    return kdf.derive(settings.MASTER_KEY)


def lock_away(key: bytes, plain: bytes, about: str) -> bytes:
    """Encrypt; ``about`` binds the result to its place, so that rows cannot be swapped."""
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, plain, about.encode())


def take_out(key: bytes, token: bytes, about: str) -> bytes:
    """Decrypt what ``lock_away`` made for the same place; raises InvalidTag for any other."""
    return AESGCM(key).decrypt(token[:NONCE], token[NONCE:], about.encode())


def new_wrapped_key() -> bytes:
    """Return a fresh data key, wrapped for storing."""
    return lock_away(derived("data keys"), os.urandom(32), "data key")


def unwrapped(wrapped: bytes) -> bytes:
    return take_out(derived("data keys"), wrapped, "data key")


def blind(kind: str, value: str) -> str:
    """Return the blind index of a value: equal for equal values, and nothing else."""
    return hmac.digest(derived(f"blind {kind}"), value.encode(), sha256).hex()
