"""表单: what all forms have in common. A form is a model whose fields are questions."""

from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from typing import Any, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.questions import Errors, Question
from casework.questions.base import written

Content = dict[str, Any]  # key → value, as JSON has it


@dataclass(frozen=True)
class Checked:
    """A form's answers, read: their values, what is wrong with them, and what is missing."""

    content: Content
    wrong: Errors = field(default_factory=dict)
    missing: Errors = field(default_factory=dict)

    @property
    def errors(self) -> Errors:
        return self.missing | self.wrong

    @property
    def whole(self) -> bool:
        return not self.errors


class Form(models.Model):
    """A form of the handbook (chapter 3): ``code`` is what it is called there."""

    code: ClassVar[str]
    key: ClassVar[str]
    name_of_form: ClassVar[Any]
    stage: ClassVar[Any]
    when_filled: ClassVar[Any] = ""
    anew: ClassVar[bool] = False  # whether the next one begins afresh, not from the last
    over: ClassVar[frozenset[str]] = frozenset({"approved"})  # outcomes after which it is the next
    once_a_period: ClassVar[bool] = False  # whether each 服务期 begins it afresh

    class Meta:
        abstract = True

    @classmethod
    def questions(cls) -> list[Question]:
        """All questions, in the order of the paper."""
        return [each for each in cls._meta.concrete_fields if isinstance(each, Question)]

    @classmethod
    def asked(cls) -> Iterator[Question]:
        return (each for each in cls.questions() if each.asked)

    @classmethod
    def question(cls, key: str) -> Question:
        return next(each for each in cls.questions() if each.key == key)

    @classmethod
    def read(cls, raw: Content, dossier: Any, closed: Container[str] = ()) -> Checked:
        """Read raw answers: every value that can be had, and every place to be mended.

        Questions ``closed`` for want of consent are neither read nor missed.
        """
        content: Content = {each.key: None for each in cls.asked()}
        wrong: Errors = {}
        open_ = [each for each in cls.asked() if each.key not in closed]
        for each in open_:
            content[each.key], errors = each.answer(raw.get(each.key), each.key)
            wrong |= errors
        wrong |= cls.cross(content) | cls.against(content, dossier)
        cls.work_out(content, dossier)
        unwritten = {path: wrong.pop(path) for path in list(wrong) if _blank(raw, path)}
        missing = unwritten | {
            each.key: each.missing()
            for each in open_
            if each.key not in wrong
            and each.empty(raw.get(each.key))
            and cls._wants(each, content, dossier)
        }
        return Checked(content, wrong, missing)

    @staticmethod
    def _wants(question: Question, content: Content, dossier: Any) -> bool:
        if question.needed:
            return question.needed(content, dossier)
        return question.required == "yes"

    @classmethod
    def cross(cls, content: Content) -> Errors:
        """Return what is wrong between answers; forms with such rules say which."""
        return {}

    @classmethod
    def against(cls, content: Content, dossier: Any) -> Errors:
        """Return what is wrong with the answers for this dossier; forms with such rules say."""
        return {}

    @classmethod
    def work_out(cls, content: Content, dossier: Any) -> None:
        """Fill in the answers that follow from others; forms with such say which."""

    @classmethod
    def offered(cls, key: str, dossier: Any) -> list[tuple[str, str]]:
        """Return what a ``Ticked`` question offers: values and their words."""
        return []

    @classmethod
    def reckoned(cls, dossier: Any, instance: int) -> Content:
        """Return the answers that the system gives when the form is sealed."""
        return {}

    def index(self) -> None:
        """Set the columns by which rows are found or counted; forms with such say how."""

    @classmethod
    def prefilled(cls, dossier: Any) -> dict[str, tuple[Any, Any]]:
        """Return key → (value, where it comes from) for answers already known elsewhere."""
        return {}

    @classmethod
    def caught_up(cls, raw: Content, dossier: Any) -> Content:
        """Return the answers of a draft with what has come in meanwhile from elsewhere."""
        return raw

    @classmethod
    def anchors(cls) -> dict[str, str]:
        """Return every place at which a remark may stand, with its label."""
        return {key: label for each in cls.asked() for key, label in each.anchors()}

    def called(self) -> Any:
        """Return what its paper is called; forms that serve several kinds of work say how."""
        return self.name_of_form

    def content(self) -> Content:
        """Return the row's values as they stand in a snapshot."""
        return {each.key: _json(getattr(self, each.attname)) for each in self.questions()}

    def take(self, content: Content, closed: Container[str] = ()) -> Self:
        """Set the asked answers from checked content, ``closed`` ones left alone; not saved."""
        for each in self.asked():
            if each.key in closed:
                continue
            setattr(self, each.attname, content.get(each.key))
        return self


class DossierForm(Form):
    """A form of a dossier. Each further version is a further instance (第几份)."""

    dossier = models.ForeignKey(
        "casework.Dossier", models.PROTECT, related_name="+", editable=False
    )
    instance = models.PositiveSmallIntegerField(_("第几份"), default=1, editable=False)

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "instance"], name="one_%(class)s_per_instance"
            )
        ]

    def __str__(self) -> str:
        return f"{self.code}-{self.instance} · {self.dossier_id}"

    @property
    def data_key(self) -> Any:
        return self.dossier.data_key


def _blank(raw: Any, path: str) -> bool:
    """Whether nothing is written at a path: what is missing there is not wrong."""
    for step in path.split("."):
        raw = raw[int(step)] if isinstance(raw, list) else (raw or {}).get(step)
    return raw is None or raw == [] or (isinstance(raw, str) and not written(raw))


def _json(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
