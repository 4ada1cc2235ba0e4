"""What a supervision leaves to do, and what came of it (handbook 3.2, C06 行动事项)."""

from typing import Any

from django.utils.translation import gettext as _

from audit.services import salted
from casework import supervision
from casework.effects.opening import written
from casework.errors import RuleError
from casework.services import Act, Facts, effect, submit


@effect
def add_supervision(doing: Act) -> Facts:
    """File the record; every action that is still to be done lies with somebody from now on."""
    facts = submit(doing)
    assert doing.submission is not None  # noqa: S101  (submit sets it, for the type checker)
    made = supervision.hand_out(doing.dossier, doing.submission)
    return facts | {"items": [each.pk for each in made]}


@effect
def finish_action(doing: Act, *, item: int, result: str) -> Facts:
    """Say in a word what came of an action; whoever gave it is told."""
    return _finished(doing, item, result, supervision.OWNER)


@effect
def finish_own_action(doing: Act, *, item: int, result: str) -> Facts:
    """The same of what the supervisor has taken on."""
    return _finished(doing, item, result, supervision.SUPERVISOR)


def _finished(doing: Act, pk: int, result: str, hands: str) -> Facts:
    mine = supervision.open_items(doing.dossier, hands)
    found: Any = next((each for each in mine if each.pk == int(pk)), None)
    if found is None:
        raise RuleError(_("这一项已经办好，或不在你这里，请刷新页面看最新情况。"))
    found.result, found.done_by, found.done_on = written(result), doing.by, doing.today
    found.save(update_fields=["result", "done_by", "done_on"])
    doing.dossier.forget()
    return {"item": found.pk, "result": salted(found.result, within=doing.dossier.chain)}
