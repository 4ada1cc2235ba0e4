"""更正: what a new version of a form says, and what it may not say otherwise than the old."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from casework import consents
from casework.approvals import kept, row_of, said_in, versions
from casework.catalogue import FORMS
from casework.errors import RuleError
from casework.models import Checked, Content, Submission
from casework.models.approvals import CORRECTS
from casework.questions import Sub, Worked
from casework.services import Act
from casework.tabulating import tabulate
from casework.versions import Version

FIXED = {  # what the case has gone by since, and what is used to change it
    "C01": ["crisis_screen", "mandatory_report_flag", "decision_suggest"],
    "C03": ["risk", "service_level", "scales"],
    "C04": ["period"],
    "C05": ["risk_change"],
    "C06": ["actions"],
    "C07": ["risk", "adjustments"],
    "C08": ["closure_type"],
    "C09": ["followup_plan"],
    "C10": ["ref.direction", "consent.agree", "receipt.status"],
    "C11": ["conclusion", "new_issue"],
    "G02": ["schedule", "members", "stat_rule", "openness"],
    "C12": ["crisis_type", "mandatory_report.required", "resolution.level"],
    "C14": ["type", "params"],
}


def begun(dossier: Any, version: Version) -> Content:
    """Return the raw answers that a correction begins with: those of the version in force."""
    row = row_of(dossier, version.form, version.instance)
    values = row.content()
    return {each.key: each.raw_of(values.get(each.key)) for each in row.asked()}


def read(dossier: Any, version: Version, raw: Content) -> Checked:
    """Read the answers of a correction. What the old version was let pass is let pass again; what
    the case has gone by since stays as it was."""
    form, closed = FORMS[version.form], consents.closed(dossier, version.form)
    now, was = (form.read(each, dossier, closed) for each in (raw, begun(dossier, version)))
    missing = {path: says for path, says in now.missing.items() if path not in was.missing}
    wrong = {path: says for path, says in now.wrong.items() if path not in was.wrong}
    says = _("这一项已经据以办理，不在更正里改：有变化的，按原来的办法另行评估或申请。")
    for path in FIXED.get(version.form, []):
        if _answer(now.content, path) != _answer(was.content, path):
            wrong[path] = str(says)
    return Checked(now.content, wrong, missing)


def _answer(content: Content, path: str) -> Any:
    """Return an answer, or part of one."""
    key, _dot, part = path.partition(".")
    said = content.get(key)
    return (said or {}).get(part) if part else said


def changes(dossier: Any, version: Version, content: Content) -> list[str]:
    """Return the questions that a correction answers otherwise."""
    closed = consents.closed(dossier, version.form)
    was = FORMS[version.form].read(begun(dossier, version), dossier, closed).content
    return [key for key in was if was[key] != content.get(key)]


def require(dossier: Any, version: Version, raw: Content) -> Content:
    """Return the answers of a correction; raises RuleError with the places to be mended."""
    checked = read(dossier, version, raw)
    if checked.errors:
        errors = {f"{version.form}#{path}": says for path, says in checked.errors.items()}
        raise RuleError(_("有几处要改，改好再提交更正。"), errors)
    if not changes(dossier, version, checked.content):
        raise RuleError(_("和原来一样，没有什么要更正：改好要改的地方再提交。"))
    return checked.content


def freeze(doing: Act, version: Version, content: Content, *, reason: str) -> Submission:
    """Seal the new version. No row changes: until it is approved the old one is in force."""
    dossier, code = doing.dossier, version.form
    row = row_of(dossier, code, version.instance).take(content, consents.closed(dossier, code))
    said = {each["key"]: each["value"] for each in version.submission.form_of(code)["fields"]}
    rounds = [e for e in versions(dossier, code) if e.instance_of(code) == version.instance]
    number = max(each.round_of(code) for each in rounds) + 1
    cover = (code, version.instance, number)
    answers = row.content() | dict(_given(dossier, row, said, cover))
    return kept(
        dossier,
        CORRECTS,
        [[*cover]],
        [said_in(row, answers, *cover)],
        by=doing.by,
        at=doing.at,
        outcome=Submission.Outcome.PENDING,
        said=[
            (_("更正哪一稿"), f"{code}-{version.instance:02d}-{version.round}"),
            (_("更正原因"), reason),
        ],
    )


def _given(
    dossier: Any, row: Any, said: Content, cover: tuple[str, int, int]
) -> Iterator[tuple[str, Any]]:
    """The answers that the system gave stay as they were sealed; the paper has a new number."""
    asked = {each.key for each in row.asked()}
    code, instance, number = cover
    for each in row.questions():
        if each.type == "autocode":
            yield each.key, f"{dossier.number}-{code}-{instance:02d}-{number}"
        elif each.key not in asked and each.key in said:
            yield each.key, said[each.key]
        elif isinstance(each, Sub):
            yield each.key, _worked(each, getattr(row, each.attname), said.get(each.key))


def _worked(question: Sub, now: Any, was: Any) -> Any:
    """Return the parts of an answer, those which the system worked out among them."""
    if not isinstance(now, dict) or not isinstance(was, dict):
        return now
    kept_parts = {
        key: was.get(key)
        for key, part in question.parts.items()
        if isinstance(part, Worked) and now.get(key) in {None, ""}
    }
    return now | kept_parts


def settle(dossier: Any, version: Version, new: Submission) -> None:
    """Let the new version count: the row says what it says, its columns with it."""
    fields = {each["key"]: each["value"] for each in new.form_of(version.form)["fields"]}
    row = row_of(dossier, version.form, version.instance)
    row.take(row.content() | fields, consents.closed(dossier, version.form)).index()
    row.save()
    dossier.forget()
    tabulate(dossier, row)


def put_aside(submission: Submission, forms: list[str], state: str) -> None:
    """Mark forms of a submission as no longer standing; what was sealed stays as it is."""
    submission.aside = {**submission.aside, **dict.fromkeys(forms, str(state))}
    submission.save(update_fields=["aside"])
    submission.dossier.forget()
