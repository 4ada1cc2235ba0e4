"""The machine: a folder to write in, and room."""

import shutil
from tempfile import TemporaryFile

from django.conf import settings

from config.doctor.findings import Finding, broken, check, ok, warning

GIGABYTE = 10**9
FEW, TOO_FEW = 5, 1  # gigabytes


@check
def home() -> Finding:
    try:
        with TemporaryFile(dir=settings.HOME):
            return ok(f"{settings.HOME} can be written to.")
    except OSError as error:
        return broken(
            f"{settings.HOME} cannot be written to: {error.strerror}.",
            "Give the folder to the user who runs the product, or set BIHUAN_HOME to another.",
        )


@check
def room() -> Finding:
    free = shutil.disk_usage(settings.HOME).free / GIGABYTE
    says = f"{free:.1f} GB are free at {settings.HOME}."
    mend = "Make room, or move BIHUAN_HOME to a larger disk."
    if free < TOO_FEW:
        return broken(says, mend)
    return warning(says, mend) if free < FEW else ok(says)
