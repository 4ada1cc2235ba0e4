"""A paper: everything that one print says. It needs no database, and never changes."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

CONFIDENTIAL = 3  # S3 敏感 (handbook 3)


@dataclass(frozen=True, kw_only=True)
class Field:
    """One answer as the snapshot says it.

    ``shown`` is text; for a group of parts a list of (label, text); for rows an object with
    ``labels`` and ``rows``. Where ``options`` are given, all are printed and the chosen ticked.
    """

    key: str
    label: str
    kind: str
    level: int
    shown: Any
    value: Any = None
    options: tuple[str, ...] = ()

    @classmethod
    def read(cls, said: Mapping[str, Any], options: Sequence[str] = ()) -> Self:
        """Take a field out of a snapshot."""
        return cls(**said, options=tuple(options))


@dataclass(frozen=True, kw_only=True)
class Client:
    """The head of a form: whom it is about. Numbers come masked."""

    name: str
    sex: str = ""
    birth: str = ""
    id_no: str = ""
    phone: str = ""
    address: str = ""
    category: str = ""
    risk: str = ""


@dataclass(frozen=True, kw_only=True)
class Work:
    """The head of a form of a group or project: what it is about, and whose work it is."""

    title: str
    owner: str = ""
    community: str = ""


@dataclass(frozen=True, kw_only=True)
class Signature:
    """A cell at the foot of a form. Without a name it is a line to sign on by hand."""

    role: str
    opinion: str = ""
    stamp: str = ""
    name: str = ""
    way: str = ""
    witness: str = ""
    on: dt.date | None = None


@dataclass(frozen=True, kw_only=True)
class Paper:
    """One form of one submission, with what was decided on it."""

    station: str
    code: str
    title: str
    number: str
    round: int
    dossier: str
    filled_on: dt.date
    client: Client | None = None
    work: Work | None = None
    fields: tuple[Field, ...]
    signatures: tuple[Signature, ...]
    sealed_at: dt.datetime
    check_code: str
    verify_url: str
    sha256: str

    @property
    def confidential(self) -> bool:
        """Whether any answer on it is of the highest level."""
        return any(field.level >= CONFIDENTIAL for field in self.fields)
