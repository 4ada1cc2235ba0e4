"""How an answer lies in its row: sealed with the row's own key, or readable by the database."""

import json
from typing import Any

from django.db import models
from django.db.models.query_utils import DeferredAttribute


class Closed:
    """A sealed answer that nobody has asked for yet."""

    def __init__(self, token: bytes) -> None:
        self.token = token


class Opened(DeferredAttribute):
    """Opens a sealed answer at first sight, with the key of the row it is in."""

    field: "Stored"

    def __get__(self, row: Any, cls: Any = None) -> Any:
        value = self._stored(row) if row is not None else super().__get__(row, cls)
        if isinstance(value, Closed):
            value = json.loads(row.data_key.open(value.token, self.field.about))
            row.__dict__[self.field.attname] = value
        return value

    def _stored(self, row: Any) -> Any:
        """Return what lies in the row. Django would read one that was deferred through another
        row, which knows no key and asks for dossier, person and key in turn."""
        name = self.field.attname
        if name not in row.__dict__ and row.pk is not None:
            found = type(row)._base_manager.filter(pk=row.pk)
            row.__dict__[name] = found.values_list(name, flat=True).get()
        return row.__dict__.get(name)

    def __set__(self, row: Any, value: Any) -> None:
        row.__dict__[self.field.attname] = value


class Stored(models.Field):  # type: ignore[type-arg]
    """A column as migrations see it: only how it is stored, never what it asks."""

    def __init__(self, stored: str = "TextField", **kwargs: Any) -> None:
        self.stored = stored
        super().__init__(null=True, blank=True, **kwargs)

    @property
    def sealed(self) -> bool:
        return self.stored == "BinaryField"

    @property
    def structured(self) -> bool:
        """Whether the column holds JSON text, to be read back as lists and objects."""
        return self.stored == "JSONText"

    @property
    def about(self) -> str:
        return f"{self.model._meta.db_table}.{self.column}"

    def get_internal_type(self) -> str:
        return "TextField" if self.structured else self.stored

    def deconstruct(self) -> Any:
        name, _, _, _ = super().deconstruct()
        return name, "casework.questions.storage.Stored", [self.stored], {}

    def clone(self) -> "Stored":
        return Stored(self.stored)

    def contribute_to_class(self, cls: Any, name: str, private_only: bool = False) -> None:  # noqa: FBT001, FBT002
        if self.sealed:
            self.descriptor_class = Opened
        super().contribute_to_class(cls, name, private_only)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        if value is None:
            return None
        if self.sealed:
            return Closed(bytes(value))
        return json.loads(value) if self.structured else value

    def to_python(self, value: Any) -> Any:
        """Days are kept as dates in their own columns, and as ISO text everywhere else."""
        native = {"DateField": models.DateField, "DateTimeField": models.DateTimeField}
        return native[self.stored]().to_python(value) if self.stored in native else value

    def pre_save(self, row: Any, add: bool) -> Any:  # noqa: FBT001
        value = row.__dict__.get(self.attname)
        if value is None or not self.sealed:
            return value
        if isinstance(value, Closed):
            return value.token
        return row.data_key.seal(json.dumps(value, ensure_ascii=False).encode(), self.about)

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        if value is None or self.sealed:
            return value
        if self.structured:
            return json.dumps(value, ensure_ascii=False)
        return self.to_python(value)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:  # noqa: FBT001, FBT002
        value = super().get_db_prep_value(value, connection, prepared)
        if value is None:
            return None
        if self.sealed:
            return connection.Database.Binary(value)
        adapt = {
            "DateField": connection.ops.adapt_datefield_value,
            "DateTimeField": connection.ops.adapt_datetimefield_value,
        }.get(self.stored)
        return adapt(value) if adapt else value
