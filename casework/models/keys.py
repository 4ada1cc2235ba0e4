"""数据密钥: one for each person; throwing it away is forgetting the person's content."""

from functools import cached_property

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework import vault


class DataKey(models.Model):
    """A wrapped key. Without the master key outside the database it opens nothing."""

    wrapped = models.BinaryField(null=True, default=vault.new_wrapped_key)
    made_at = models.DateTimeField(auto_now_add=True)
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("数据密钥")

    def __str__(self) -> str:
        return f"key {self.pk}"

    @cached_property
    def _key(self) -> bytes:
        if self.wrapped is None:
            raise LookupError("the key was destroyed")
        return vault.unwrapped(bytes(self.wrapped))

    def destroy(self) -> None:
        """Forget everything that was sealed with it: nobody can open it again, backups apart."""
        self.wrapped, self.destroyed_at = None, timezone.now()
        self.save(update_fields=["wrapped", "destroyed_at"])
        self.__dict__.pop("_key", None)

    def seal(self, plain: bytes, about: str) -> bytes:
        return vault.lock_away(self._key, plain, about)

    def open(self, token: bytes, about: str) -> bytes:
        return vault.take_out(self._key, bytes(token), about)
