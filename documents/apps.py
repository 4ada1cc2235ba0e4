from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "documents"

    def ready(self) -> None:
        """Promise papers after every act; publish the promises, in the web process as well."""
        from casework.archive import shelves  # noqa: PLC0415
        from casework.services import followers  # noqa: PLC0415
        from documents import tasks  # noqa: F401, PLC0415
        from documents.services import follow  # noqa: PLC0415
        from documents.shelf import printed  # noqa: PLC0415

        followers.append(follow)
        shelves.append(printed)
