"""知情同意: what has been agreed to, and which questions stay closed without it (handbook 11.3).

C01 and C12 are written under legal duty before any consent, and so is what is done in a crisis;
D01's S3 answers and all other forms open once C02 is signed. An item of the separate consent
that was not given keeps its questions closed, and so does one that was withdrawn (X10), until
a consent of a later day is signed.

What was written before a withdrawal is kept and no longer shown: by law it may be stored, no
more (handbook 11.11, 限制处理). While a crisis or a mandatory report is open all of it may be
read, and C12 always: there the law goes before consent (保密例外).
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from casework import choices, crises
from casework.models import Case, Consent, Content, Dossier, Person, Submission, Withdrawal
from casework.models.dossier import once
from casework.models.intake import signed_by
from casework.models.people import age_on
from casework.questions import LABELLED

OPEN_BEFORE = {"C01", "C02", "C12"}
URGENT = "C05"
ALWAYS_READ = {"C12"}  # of what the law obliges us to do, whoever agrees
ALL, MEDIA, RECORD, SHARE = "all", "media", "record", "share"
USES = ("photo", "audio", "case_publication")  # what the media authorisation is for


@once
def told(dossier: Case) -> Content:
    """Return the consent as it was given: the draft in work, else the last one written.

    Once the case is accepted a draft is only what somebody may yet sign: it opens nothing.
    """
    from casework.drafts import begun, raw_of  # noqa: PLC0415  (drafts ask here what is closed)

    raw = begun if dossier.accepted_on else raw_of
    return Consent.read(raw(dossier, Consent.code), dossier).content


@once
def given(dossier: Case) -> Content:
    """Return the consent in force: as it was given, less what was withdrawn; else nothing."""
    content = told(dossier)
    gone = {key for each in withdrawn(dossier) for key in each.items}
    return {} if ALL in gone else _less(content, gone) if gone else content


@once
def withdrawn(dossier: Case) -> list[Withdrawal]:
    """Return the withdrawals that hold: those of no earlier day than the last signature."""
    if dossier.withdrawn_on is None:
        return []
    last = _last_signed(told(dossier))
    found = Withdrawal.objects.filter(dossier=dossier.pk).order_by("pk")
    return list(_of(dossier, (e for e in found if e.withdrawn_on.isoformat() >= last)))


def withdrawn_items(dossier: Case) -> set[str]:
    """Return what is withdrawn by now: what holds, and of earlier ones what was not agreed to
    again when somebody signed anew."""
    held = {key for each in withdrawn(dossier) for key in each.items}
    if dossier.withdrawn_on is None or ALL in held:
        return held
    sensitive = {key for key, _words in choices.SENSITIVE_ITEMS}
    made = Withdrawal.objects.filter(dossier=dossier.pk)
    gone = {key for each in _of(dossier, made) for key in each.items}
    gone = sensitive if ALL in gone else gone & sensitive
    return held | (gone - {*(given(dossier).get("sensitive_consent") or [])})


def _of(dossier: Case, withdrawals: Iterable[Withdrawal]) -> Iterator[Withdrawal]:
    for each in withdrawals:
        each.dossier = dossier  # whose key is at hand
        yield each


def less_than(old: Content, new: Content) -> bool:
    """Whether a consent agrees to less than another did."""
    return any(before - now for before, now in zip(_agreed(old), _agreed(new), strict=True))


def _agreed(content: Content) -> list[set[str]]:
    media, shared = content.get("media_consent") or {}, content.get("share_consent") or []
    return [
        {*(content.get("sensitive_consent") or [])},
        {use for use in USES if media.get(use)},
        {str(row.get("recipient")) for row in shared if row.get("agree")},
        {RECORD} if content.get("record_consent") else set(),
    ]


def is_signed_anew(dossier: Case, content: Content) -> bool:
    """Whether everybody who must has signed once more, later than whatever was said before."""
    dates = [row.get("date") or "" for row in content.get("signatures") or []]
    before = [_last_signed(told(dossier))]
    if dossier.withdrawn_on is not None:
        before.append(dossier.withdrawn_on.isoformat())
    return signed(content, born(dossier)) and min(dates, default="") > max(before)


def is_withdrawn(dossier: Case) -> bool:
    """Whether the whole consent was withdrawn, and none was given since."""
    return ALL in withdrawn_items(dossier)


def _less(content: Content, gone: set[str]) -> Content:
    """Return what is left of a consent: everything asked one by one may be taken back so."""
    items = [key for key in content.get("sensitive_consent") or [] if key not in gone]
    shared = [
        row | {"agree": False} if f"{SHARE}-{n}" in gone else row
        for n, row in enumerate(content.get("share_consent") or [])
    ]
    left = content | {"sensitive_consent": items, "share_consent": shared}
    if MEDIA in gone:
        left["media_consent"] = (content.get("media_consent") or {}) | dict.fromkeys(USES, False)
    if RECORD in gone:
        left["record_consent"] = False
    return left


def withdrawable(dossier: Case) -> list[tuple[str, str]]:
    """Return what could be withdrawn now, by key and in words: all of it, or item by item."""
    content = given(dossier)
    if not signed(content, born(dossier)):
        return []
    items = dict(choices.SENSITIVE_ITEMS)
    found = [(ALL, str(_("全部同意（不再处理）")))]
    found += [(key, str(items[key])) for key in content.get("sensitive_consent") or []]
    for number, row in enumerate(content.get("share_consent") or []):
        if row.get("agree"):
            says = _("向“%s”提供信息") % (row.get("recipient") or "")
            found.append((f"{SHARE}-{number}", says))
    if any((content.get("media_consent") or {}).get(use) for use in USES):
        found.append((MEDIA, str(_("影像、案例使用授权"))))
    if content.get("record_consent"):
        found.append((RECORD, str(_("录音、远程服务"))))
    return found


def _last_signed(content: Content) -> str:
    return max((row.get("date") or "" for row in content.get("signatures") or []), default="")


@once
def born(dossier: Case) -> str:
    """Return the birth date as now known: as typed into D01, else as on record; or nothing."""
    from casework.drafts import draft_of  # noqa: PLC0415

    draft = draft_of(dossier, Person.code)
    question = Person.question("birth_date")
    typed, _wrong = question.answer(draft.raw.get("birth_date") if draft else "", "")
    return str(typed or dossier.person.birth_date or "")


def signed(content: Content, born_on: str) -> bool:
    """Whether those have signed who must: the person, the guardian of a child, or both.

    Below 14 the guardian, from 14 to 18 the person and the guardian, else the person, and a
    witness of what was only said; who cannot sign is represented (代签) in a row of their own.
    It is the age on the day of signing that counts: nobody grows out of a consent.
    """
    last = _last_signed(content)
    years = age_on(born_on, last) if born_on else choices.ADULT
    roles = ["服务对象"] if years >= choices.CHILD else []
    roles += ["监护人"] if years < choices.ADULT else []
    complete = bool(content.get("sign_mode")) and not Consent.cross(content)
    return complete and all(signed_by(role, content) for role in roles)


def is_signed(dossier: Case) -> bool:
    return signed(given(dossier), born(dossier))


def closed(dossier: Any, code: str) -> dict[str, str]:
    """Return the questions of a form that may not be answered, each with the reason.

    Before there is a dossier nobody can have agreed to anything.
    """
    from casework.catalogue import FORMS  # noqa: PLC0415  (the catalogue reads all forms)

    if code in OPEN_BEFORE or (code == URGENT and dossier and crises.is_emergency(dossier)):
        return {}
    content = given(dossier) if dossier else {}
    if dossier is None or not signed(content, born(dossier)):
        says = _("签了《知情同意书与服务协议》才能填写。")
        if dossier is not None and is_withdrawn(dossier):
            says = _("服务对象已撤回同意，不再收集。")
        return {q.key: says for q in FORMS[code].asked() if q.level >= LABELLED}
    agreed = content.get("sensitive_consent") or []
    gone = withdrawn_items(dossier)
    no, no_more = _("服务对象没有同意收集这一项。"), _("服务对象已撤回这一项的同意，不再收集。")
    return {
        q.key: no_more if q.covers in gone else no
        for q in FORMS[code].asked()
        if q.covers and q.covers not in agreed
    }


# ── what was written before ───────────────────────────────────────────────────────────────


def hidden(dossier: Dossier, code: str) -> set[str]:
    """Return the keys of answers that are kept, and shown no more since consent was withdrawn."""
    from casework.catalogue import FORMS  # noqa: PLC0415

    case = dossier if isinstance(dossier, Case) else dossier.case
    gone = withdrawn_items(case)
    if not gone or code in ALWAYS_READ or crises.is_emergency(case):
        return set()
    questions = FORMS[code].questions()
    if ALL in gone:
        return {q.key for q in questions if q.level >= LABELLED}
    return {q.key for q in questions if q.covers and q.covers in gone}


def is_restricted(dossier: Case) -> bool:
    """Whether the dossier as a whole is: anything in it may hold what was withdrawn."""
    return bool(withdrawn_items(dossier)) and not crises.is_emergency(dossier)


def restricts(dossier: Case, submission: Submission, codes: list[str]) -> bool:
    """Whether sealed forms are 严格限制: they hold what somebody no longer agrees to."""
    if dossier.withdrawn_on is None:
        return False
    return any(_holds_hidden(dossier, submission, code) for code in codes)


def _holds_hidden(dossier: Case, submission: Submission, code: str) -> bool:
    gone = hidden(dossier, code)
    fields = submission.form_of(code)["fields"] if gone else []
    return any(each["key"] in gone and each["value"] for each in fields)
