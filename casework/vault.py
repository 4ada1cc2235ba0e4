"""加密: what the database must not be able to read by itself (handbook 11.5).

Every person has a data key, wrapped by a master key that lives outside the database. Hashes are
taken over the plain bytes; a blind index finds exact values without storing them.
"""

import hmac
import os
from functools import cache
from hashlib import sha256

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from audit.keys import lock_away, take_out

__all__ = ["blind", "derived", "lock_away", "new_wrapped_key", "take_out", "unwrapped"]


@cache
def derived(label: str) -> bytes:
    """Return the key that the master key gives for one purpose: 32 bytes."""
    kdf = HKDF(SHA256(), length=32, salt=None, info=label.encode())
    return kdf.derive(settings.MASTER_KEY)


def new_wrapped_key() -> bytes:
    """Return a fresh data key, wrapped for storing."""
    return lock_away(derived("data keys"), os.urandom(32), "data key")


def unwrapped(wrapped: bytes) -> bytes:
    return take_out(derived("data keys"), wrapped, "data key")


def blind(kind: str, value: str) -> str:
    """Return the blind index of a value: equal for equal values, and nothing else."""
    return hmac.digest(derived(f"blind {kind}"), value.encode(), sha256).hex()
