"""Telling people things: knows people, not cases."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "notifications"
    verbose_name = _("消息")

    def ready(self) -> None:
        """Publish what is promised, in the web process as well."""
        from notifications import tasks  # noqa: F401, PLC0415
