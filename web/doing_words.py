"""小组和项目可以办的事: in what order they are listed, what happens rarely, and in what words.

A verb that the kind shares with cases is told of in its own words here.
"""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

Words = dict[str, tuple[Any, Any]]  # verb → what the button says, and what one needs to know first


@dataclass(frozen=True)
class Telling:
    """How the verbs of a kind of work are listed; ``main`` is what one comes for."""

    order: tuple[str, ...] = ()
    rare: tuple[str, ...] = ()
    words: Words = field(default_factory=dict)
    main: str = ""


GROUP = Telling(
    order=(
        *("complete_session", "plan_session", "add_observation", "complete"),
        *("sign_contract", "member_change", "review_dropout"),
    ),
    rare=(
        *("ask_admit_member", "ask_change_sessions", "ask_pause", "resume", "ask_abort"),
        *("cancel", "postpone", "request_change", "measure"),
        *("share", "unshare"),
    ),
    words={
        "complete_session": (_("记一节"), _("先签到，再写过程记录，一起提交；节后 3 个工作日内。")),
        "plan_session": (_("写下一节的计划"), _("每节前 3 日交。")),
        "add_observation": (_("写观察记录"), _("没带组的人看到的；每节可选。")),
        "complete": (_("末节完成，录前后测"), _("开满计划的八成，或已批准减少的，才能结束。")),
        "sign_contract": (_("补签契约、改影像授权"), _("新来的组员签契约；改主意的改授权。")),
        "member_change": (_("组员退出、加入"), _("退出的写明怎样跟进；封闭组加人须督导同意。")),
        "review_dropout": (_("写流失分析"), _("流失超过四成后 3 个工作日内。")),
        "ask_admit_member": (_("申请封闭组加人"), _("督导同意后入组。")),
        "ask_change_sessions": (_("申请增减节数"), _("批准以后按新的节数算。")),
        "ask_pause": (_("申请暂停"), _("至多 30 日；时限停走，须告知组员。")),
        "ask_abort": (_("申请提前终止"), _("写明原因，先告知组员；仍要写总结。")),
        "cancel": (_("取消小组"), _("写明原因；报了名的都要告知。")),
    },
    main="complete_session",
)
PROJECT = Telling(
    order=(
        *("progress", "answer_item", "recheck", "final_recheck", "pay"),
        *("choose_way", "carry_over", "hand_on", "request_change", "submit_closing"),
    ),
    rare=(
        *("suspend", "resume", "terminate", "note_objection", "settle_objection", "objection"),
        *("reject",),
    ),
    words={
        "progress": (_("报本月进度"), _("完成数由个案、小组和台账自动累计。")),
        "request_change": (_("申请变更"), _("变更前报；预算调整达到一成的，还须购买方批准。")),
        "answer_item": (_("答复一项整改"), _("怎么改的，附上证据。")),
        "pay": (_("登记拨付"), _("条件满足的才能拨。")),
    },
    main="progress",
)
TELLINGS = {"G": GROUP, "P": PROJECT}
