"""What a document is called, and the code by which anybody can check it."""

import hmac

from audit.keys import derive

GROUP, LENGTH = 4, 16


def number_of(dossier: str, form: str, instance: int, round_: int) -> str:
    """Return the number of a document: 卷宗号-表单-第几份-第几稿 (handbook 10.3)."""
    return f"{dossier}-{form}-{instance:02d}-{round_}"


def check_code(number: str, sha256: str) -> str:
    """Return the code that only this station can give to this content under this number."""
    said = f"{number} {sha256}".encode()
    return hmac.digest(derive("check-code"), said, "sha256").hex()[:LENGTH]


def grouped(code: str) -> str:
    """Return a code as people read it aloud: ``8c2e f1a0 97d4 3b6e``."""
    return " ".join(code[at : at + GROUP] for at in range(0, len(code), GROUP))


def plain(typed: str) -> str:
    """Return the code meant by what somebody typed, in groups or not."""
    return "".join(typed.split()).lower()
