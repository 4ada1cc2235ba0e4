"""GDS-15: a screening for depression in old age.

The original (Yesavage, Sheikh, 1986) is in the public domain. The Chinese items are worded by
this project, from the English; they are no validated translation, and the edition says so.
"""

from django.utils.translation import gettext_lazy as _

from casework.scales.base import Scale

GDS15 = Scale(
    key="GDS-15",
    slug="gds-15",
    name=_("老年抑郁筛查"),
    edition=_("自译版"),
    asks=_("想一想过去一周的感受，下面的话是不是这样？"),
    items=(
        _("大体上说，你对自己的生活满意吗？"),
        _("你是不是放下了许多以前的活动和爱好？"),
        _("你觉得生活空落落的吗？"),
        _("你常常觉得无聊吗？"),
        _("你大部分时间精神好、心情好吗？"),
        _("你害怕会有不好的事落到自己身上吗？"),
        _("你大部分时间觉得快乐吗？"),
        _("你常常觉得没有依靠、没有办法吗？"),
        _("比起出门做些新鲜事，你更愿意待在家里吗？"),
        _("你觉得自己的记性比大多数人差吗？"),
        _("你觉得现在能活着是件美好的事吗？"),
        _("你觉得现在的自己没什么用吗？"),
        _("你觉得自己浑身有劲吗？"),
        _("你觉得自己的处境没有指望吗？"),
        _("你觉得大多数人都比你过得好吗？"),
    ),
    options=((1, _("是")), (0, _("否"))),
    reversed=frozenset({1, 5, 7, 11, 13}),
    bands=(
        (0, _("没有明显抑郁症状")),
        (5, _("可能有抑郁症状")),
        (10, _("抑郁症状明显")),
    ),
)
