"""Keys for one purpose each, derived from the master key, which lives outside the database."""

import os
from functools import cache

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

NONCE = 12  # bytes, as AES-GCM wants it


def derive(label: str) -> bytes:
    """Return the 32 bytes which this master key gives for ``label``, and for no other."""
    return _derived(settings.MASTER_KEY, label)


def signing_key() -> Ed25519PrivateKey:
    """Return the key which signs checkpoints."""
    return Ed25519PrivateKey.from_private_bytes(derive("bihuan/audit/checkpoint"))


def public_key() -> str:
    """Return, in hex, what anybody needs to verify our checkpoints without our keys."""
    return signing_key().public_key().public_bytes_raw().hex()


def lock_away(key: bytes, plain: bytes, about: str) -> bytes:
    """Encrypt; ``about`` binds the result to its place, so that rows cannot be swapped."""
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, plain, about.encode())


def take_out(key: bytes, token: bytes, about: str) -> bytes:
    """Decrypt what ``lock_away`` made for the same place; raises InvalidTag for any other."""
    return AESGCM(key).decrypt(token[:NONCE], token[NONCE:], about.encode())


@cache
def _derived(master: bytes, label: str) -> bytes:
    return HKDF(SHA256(), length=32, salt=None, info=label.encode()).derive(master)
