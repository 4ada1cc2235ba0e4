"""GAD-7: a screening for anxiety; of the same source as PHQ-9, and as freely copied."""

from django.utils.translation import gettext_lazy as _

from casework.scales.base import Scale
from casework.scales.phq9 import OFTEN

GAD7 = Scale(
    key="GAD-7",
    slug="gad-7",
    name=_("焦虑筛查"),
    edition=_("中文版"),
    asks=_("过去两周里，下面这些情况有多少天困扰着你？"),
    items=(
        _("感觉紧张、焦虑或急切"),
        _("不能停止或控制担忧"),
        _("对各种各样的事情担忧过多"),
        _("很难放松下来"),
        _("由于不安而无法静坐"),
        _("变得容易烦恼或急躁"),
        _("感到好像将有可怕的事情发生而害怕"),
    ),
    options=OFTEN,
    bands=(
        (0, _("没有明显焦虑症状")),
        (5, _("轻度焦虑症状")),
        (10, _("中度焦虑症状")),
        (15, _("重度焦虑症状")),
    ),
)
