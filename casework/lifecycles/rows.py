"""Rows that the handbook writes as one and people do as several.

“A+B” is two signatures in order, “A提→B批” a request and its decision, and every submission can
be taken back while nobody has said anything about it (handbook 4, rules 7, 12 and 13).
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from casework.approvals import endorsed, pending
from casework.lifecycles.base import SAME, Guard, Move, Stage, move
from casework.lifecycles.guards import fresh_eyes, others_work, own_words, untouched
from casework.models import Dossier
from casework.permissions import Who

TO_THE_HEAD = _("同意，报站长")


def approve(
    source: str, target: str, label: Any, *, decides: str | Sequence[str], **cells: Any
) -> Any:
    """Decide for a pending submission; never for one's own."""
    guards = [others_work(*listed(decides)), *cells.pop("guards", [])]
    return move(source, target, label, decides=decides, decision="approved", guards=guards, **cells)


def endorse(
    source: str, target: str, label: Any, *, decides: str | Sequence[str], **cells: Any
) -> Any:
    """Put one's signature under a pending submission, and leave the last word to others."""
    guards = [
        others_work(*listed(decides)),
        fresh_eyes(*listed(decides)),
        *cells.pop("guards", []),
    ]
    return move(source, target, label, decides=decides, decision="endorsed", guards=guards, **cells)


def give_back(
    source: str, target: str, label: Any, *, decides: str | Sequence[str], **cells: Any
) -> Any:
    """Return a pending submission, with remarks at its fields."""
    return move(
        source,
        target,
        label,
        decides=decides,
        decision="returned",
        guards=[
            others_work(*listed(decides)),
            fresh_eyes(*listed(decides)),
            *cells.pop("guards", []),
        ],
        **cells,
    )


def reject(source: str, target: str, label: Any, *, decides: str, **cells: Any) -> Any:
    """Say no to a pending submission, for a reason: it is not to be mended but dropped."""
    guards = [others_work(decides), fresh_eyes(decides), *cells.pop("guards", [])]
    return move(source, target, label, decides=decides, decision="refused", guards=guards, **cells)


def take_back(source: str, target: str, label: Any, *, withdraws: str, **cells: Any) -> Any:
    """Withdraw one's own submission before anybody decided."""
    return move(
        source,
        target,
        label,
        by=[Who.AUTHOR],
        withdraws=withdraws,
        guards=[own_words(withdraws), untouched(withdraws), *cells.pop("guards", [])],
        **cells,
    )


def in_order(  # noqa: PLR0913
    verb: str,
    row: Move,
    *,
    then: Sequence[Who],
    then_if: Callable[[Any], bool] | None = None,
    first: str = "",
    label: Any = TO_THE_HEAD,
    still: Sequence[Guard] = (),
) -> list[Move]:
    """Make of one approval two signatures in order; only where ``then_if`` holds, if given.

    ``first`` is the verb of the first of them and ``label`` what it is called, ``still`` what must
    hold for that one alone.
    """
    two = then_if or (lambda dossier: True)
    who, other = row.by[0].label, then[0].label
    earlier = both(
        row.when,
        lambda d: two(d) and not endorsed(d, *row.decides),
        format_lazy(_("须{}会签的，由{}先签，只签一次。"), other, who),
    )
    alone = both(
        row.when, lambda d: not two(d), format_lazy(_("这一件须{}、{}先后签署。"), who, other)
    )
    second = both(
        row.when,
        lambda d: two(d) and endorsed(d, *row.decides),
        format_lazy(_("须先由{}签署同意。"), who),
    )
    single = [named(verb, replace(row, when=alone))] if then_if else []
    return [
        named(
            first or f"endorse_{verb.partition('_')[2]}",
            replace(
                row,
                target=SAME,
                label=label,
                decision="endorsed",
                when=earlier,
                tells=then,
                guards=[*row.guards, *still],
            ),
        ),
        *single,
        named(
            verb,
            replace(row, by=then, when=second, guards=[*row.guards, fresh_eyes(*row.decides)]),
        ),
    ]


def on_request(
    verb: str, row: Move, *, asked: Sequence[Who], still: Sequence[Guard] = ()
) -> list[Move]:
    """Make of one row a request, its decision, its refusal and its withdrawal.

    ``still`` is what must hold on deciding as well as on asking.
    """
    ask = f"ask_{verb}"
    none = both(row.when, lambda d: not requested(d, ask), _("申请已经提出，等审批。"))
    some = both(row.when, lambda d: requested(d, ask), _("须先有社工提出的申请。"))
    decided: list[Guard] = [others_work(ask)]
    here: dict[str, Any] = {"source": row.source, "target": SAME}
    then: dict[str, Any] = {"submits": (), "due": None, "asks": verb}
    return [
        named(
            ask,
            replace(
                row,
                **here,
                label=format_lazy("{}{}", _("申请："), row.label),
                by=asked,
                tells=row.by,
                when=none,
                asks=verb,
                within=row.within,
                guards=[*row.guards, *still],
            ),
        ),
        named(
            verb,
            replace(
                row,
                **then,
                decides=[ask],
                decision="approved",
                guards=[*decided, *still],
                when=some,
            ),
        ),
        named(
            f"refuse_{verb}",
            replace(
                row,
                **here,
                **then,
                label=format_lazy("{}{}", _("不同意："), row.label),
                decides=[ask],
                decision="refused",
                guards=decided,
                when=some,
                tells=asked,
            ),
        ),
        named(
            f"withdraw_{verb}",
            replace(
                row,
                **here,
                **then,
                label=format_lazy("{}{}", _("撤回申请："), row.label),
                by=[Who.AUTHOR],
                withdraws=[ask],
                guards=[own_words(ask), untouched(ask)],
                when=some,
                tells=row.by,
                within=None,
            ),
        ),
    ]


def both(stage: Stage, check: Callable[[Any], bool], says: Any) -> Stage:
    """Return the part of a stage in which something more holds."""
    return Stage(lambda dossier: stage.check(dossier) and check(dossier), stage.says or says)


def listed(verbs: str | Sequence[str]) -> list[str]:
    return [verbs] if isinstance(verbs, str) else list(verbs)


def requested(dossier: Dossier, ask: str) -> bool:
    return pending(dossier, ask) is not None


def named(verb: str, row: Move) -> Move:
    row.verb = verb
    return row
