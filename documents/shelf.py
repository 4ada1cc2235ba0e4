"""What is printed, for whoever asks whether a box is complete."""

from casework.models import Dossier
from documents.models import Document


def printed(dossier: Dossier) -> dict[tuple[int, str], int | None]:
    """Return (submission, form) → pages of every paper; None for one not printed yet."""
    found = Document.objects.filter(dossier=dossier.pk)
    rows = found.values_list("submission", "form", "state", "pages")
    ready = Document.State.READY
    return {(pk, form): pages if state == ready else None for pk, form, state, pages in rows}
