"""Keys for one purpose each, derived from the master key, which lives outside the database."""

from functools import cache

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


def derive(label: str) -> bytes:
    """Return the 32 bytes which this master key gives for ``label``, and for no other."""
    return _derived(settings.MASTER_KEY, label)


def signing_key() -> Ed25519PrivateKey:
    """Return the key which signs checkpoints."""
    return Ed25519PrivateKey.from_private_bytes(derive("bihuan/audit/checkpoint"))


def public_key() -> str:
    """Return, in hex, what anybody needs to verify our checkpoints without our keys."""
    return signing_key().public_key().public_bytes_raw().hex()


@cache
def _derived(master: bytes, label: str) -> bytes:
    return HKDF(SHA256(), length=32, salt=None, info=label.encode()).derive(master)
