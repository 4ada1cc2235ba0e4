from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "casework"

    def ready(self) -> None:
        """Make what is peculiar to single verbs known to the door."""
        from casework import effects  # noqa: F401, PLC0415
