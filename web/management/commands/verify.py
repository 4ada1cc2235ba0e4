"""verify: recompute everything that was sealed. Names the first bad row, and exits with 1.

Chains and checkpoints prove the trail; the trail then proves the records: whoever rewrites a
submission, a paper or a state together with its hash is contradicted by what was entered then.
"""

from collections.abc import Callable, Iterator
from functools import partial
from hashlib import sha256
from typing import Any

from cryptography.exceptions import InvalidTag
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from audit.checks import problems
from audit.services import facts_of, seal
from casework.models import Dossier, Submission
from casework.trail import folded, recorded
from documents.models import Document


class Command(BaseCommand):
    help = "Recompute chains, checkpoints and the hashes of all that was sealed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dossier", metavar="N", help="only this one, by either number")

    def handle(self, *args: Any, **options: Any) -> None:
        dossiers = Dossier.objects.order_by("pk")
        if number := options["dossier"]:
            dossiers = dossiers.filter(Q(number=number) | Q(registration=number))
            if not dossiers:
                raise CommandError(_("没有编号为 %s 的卷宗。") % number)
        only = dossiers.get().chain if number else None
        for says in faults(dossiers, only):
            raise CommandError(says)
        said = _("审计链、检查点、%(dossiers)d 个卷宗的提交稿和文书都对得上。")
        self.stdout.write(said % {"dossiers": dossiers.count()})


def faults(dossiers: QuerySet[Dossier], only: str | None) -> Iterator[str]:
    """Yield what is wrong, the trail first: all else is judged by it."""
    for problem in problems(only):
        yield _("审计链 %(chain)s 第 %(seq)d 条：%(says)s") % problem._asdict()
    for dossier in dossiers.iterator():
        for says in (*_of_record(dossier), *_of_submissions(dossier), *_of_documents(dossier)):
            yield f"{dossier.number} · {says}"


def _of_record(dossier: Dossier) -> Iterator[str]:
    told, found = folded(dossier), recorded(dossier)
    for key in told:
        if told[key] != found[key]:
            yield _("卷宗的 %s 与留痕不一致。") % key


def _of_submissions(dossier: Dossier) -> Iterator[str]:
    for each in dossier.submissions.order_by("pk"):
        paper = f"{each.form}-{each.instance:02d}-{each.round}"
        if not sealed_as(partial(_seal_of, each), each.sha256):
            yield _("提交稿 %s：内容与指纹不符。") % paper
        if each.reviews.exclude(sha256=each.sha256).exists():
            yield _("提交稿 %s：审批意见说的是另一稿。") % paper


def _seal_of(submission: Submission) -> str:
    return seal(submission.content)


def _of_documents(dossier: Dossier) -> Iterator[str]:
    entered = [facts for verb, facts in facts_of(dossier.chain) if verb == "document.seal"]
    hashes = {facts["document"]: facts["bytes_sha256"] for facts in entered}
    for paper in Document.objects.filter(dossier=dossier, state=Document.State.READY):
        if not sealed_as(partial(_hash_of, paper), hashes.pop(paper.pk, None)):
            yield _("文书 %s：内容与封存时不同。") % paper.number
    for pk in hashes:
        yield _("文书 %d：留痕里有，现在已不见。") % pk


def _hash_of(paper: Document) -> str:
    return sha256(paper.read()).hexdigest()


def sealed_as(hash_of: Callable[[], str], wanted: str | None) -> bool:
    """Whether content still has its hash. Of what was forgotten, with its key, nobody can say."""
    try:
        return hash_of() == wanted
    except LookupError:
        return True
    except (InvalidTag, TypeError, ValueError):
        return False
