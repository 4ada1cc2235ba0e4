"""PHQ-9: a screening for depression; may be copied, translated and handed out freely."""

from django.utils.translation import gettext_lazy as _

from casework.scales.base import Scale

OFTEN = ((0, _("完全不会")), (1, _("好几天")), (2, _("一半以上的天数")), (3, _("几乎每天")))

PHQ9 = Scale(
    key="PHQ-9",
    slug="phq-9",
    name=_("抑郁筛查"),
    edition=_("中文版"),
    asks=_("过去两周里，下面这些情况有多少天困扰着你？"),
    items=(
        _("做事时提不起劲或没有兴趣"),
        _("感到心情低落、沮丧或绝望"),
        _("入睡困难、睡不安稳或睡眠过多"),
        _("感觉疲倦或没有活力"),
        _("食欲不振或吃太多"),
        _("觉得自己很糟，或觉得自己很失败，或让自己、家人失望"),
        _("对事物专注有困难，例如阅读报纸或看电视时"),
        _("动作或说话速度缓慢到别人已经察觉；或正好相反，烦躁或坐立不安，动来动去的情况更胜于平常"),
        _("有不如死掉或用某种方式伤害自己的念头"),
    ),
    options=OFTEN,
    bands=(
        (0, _("没有明显抑郁症状")),
        (5, _("轻度抑郁症状")),
        (10, _("中度抑郁症状")),
        (15, _("中重度抑郁症状")),
        (20, _("重度抑郁症状")),
    ),
    watched=9,
)
