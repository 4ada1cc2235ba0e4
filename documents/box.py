"""案卷: one PDF of everything in the box, bound from what was sealed: nothing is printed anew.

The cover and the catalogue come first, then every paper in the order of the box with its signed
page behind it, and the 备考表 last, which is the last leaf of the C16.
"""

import io
from collections.abc import Iterator
from typing import Any

from PIL import Image
from pypdf import PdfReader, PdfWriter

from casework import archive
from casework.archive import Paper
from casework.models import Scan
from casework.scans import CONTRACT, content_of
from casework.works import work_of
from documents.models import Document
from documents.printing import Printed
from documents.services import COVER

PRODUCER = "Bihuan"
A4 = (595, 842)  # points
DENSITY = 150  # dots an inch, at which a photographed page is bound in


def bind(document: Document) -> Printed:
    """Bind the box to which ``document`` belongs. Every paper must have been printed by now."""
    dossier = work_of(document.dossier_id)
    writer = PdfWriter()
    cover = _sealed(document.submission_id, COVER)
    leaves = len(cover.pages)
    _add(writer, cover, "封面与目录", (0, max(leaves - 1, 1)))
    for paper in archive.papers(dossier):
        _add(writer, _sealed(paper.submission.pk, paper.form), paper.title)
        for title, scanned in _scans(dossier, paper):
            _add(writer, scanned, title)
    if leaves > 1:
        _add(writer, cover, "备考表", (leaves - 1, leaves))
    writer.add_metadata({"/Producer": PRODUCER, "/Title": document.number})
    bound = io.BytesIO()
    writer.write(bound)
    return Printed(bound.getvalue(), len(writer.pages))


def _add(
    writer: PdfWriter, reader: PdfReader, title: str, pages: tuple[int, int] | None = None
) -> None:
    writer.append(reader, outline_item=title, pages=pages, import_outline=False)


def _sealed(submission: int, form: str) -> PdfReader:
    found = Document.objects.select_related("submission__dossier")
    return PdfReader(io.BytesIO(found.get(submission=submission, form=form).read()))


def _scans(dossier: Any, paper: Paper) -> Iterator[tuple[str, PdfReader]]:
    """Yield the signed pages that belong behind a paper."""
    whole = {"submission__dossier": dossier.pk} if paper.form == CONTRACT else {}
    of_it = whole or {"submission": paper.submission.pk}
    for scan in Scan.objects.filter(form=paper.form, **of_it).order_by("pk"):
        page = _as_pdf(scan, content_of(scan, dossier))
        yield f"{paper.title} 签字页", PdfReader(io.BytesIO(page))


def _as_pdf(scan: Scan, content: bytes) -> bytes:
    """Return a scan as a PDF; a photograph stands on a sheet of A4."""
    if scan.kind == "pdf":
        return content
    photo = Image.open(io.BytesIO(content)).convert("RGB")
    sheet = Image.new("RGB", (A4[0] * DENSITY // 72, A4[1] * DENSITY // 72), "white")
    photo.thumbnail(sheet.size)
    sheet.paste(photo, ((sheet.width - photo.width) // 2, (sheet.height - photo.height) // 2))
    page = io.BytesIO()
    sheet.save(page, format="PDF", resolution=DENSITY)
    return page.getvalue()
