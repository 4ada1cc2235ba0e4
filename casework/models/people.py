"""服务对象 and 家庭: who is served. A person's record is form D01 itself."""

from unicodedata import normalize

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from stdnum.cn import ric
from stdnum.exceptions import ValidationError as BadNumber

from accounts.models import Community, Station, User
from casework import choices, pinyin, vault
from casework.models.forms import Content, Form
from casework.models.keys import DataKey
from casework.questions import (
    Auto,
    Choice,
    Day,
    Errors,
    IdNumber,
    LongText,
    Many,
    Phone,
    Rows,
    Sub,
    Text,
    YesNo,
)


class Household(models.Model):
    """家庭: people who live together, under one address of one community.

    The address itself is sealed with each person; the household knows only its blind index.
    """

    station = models.ForeignKey(Station, models.PROTECT, related_name="+")
    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    address_index = models.CharField(max_length=64, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("家庭")
        constraints = [
            models.UniqueConstraint(
                fields=["station", "address_index"], name="one_household_per_address"
            )
        ]

    def __str__(self) -> str:
        return f"household {self.pk}"


def place_of(text: str) -> str:
    """Return a place as it is compared: however wide its digits, however it is spaced."""
    return "".join(normalize("NFKC", text).split())


def _short(name: str | None) -> str:
    return pinyin.initials(name or "")


def is_minor(content: Content, dossier: object) -> bool:
    """Whether the person is under 18 today."""
    born = content.get("birth_date")
    return bool(born) and age_on(str(born)) < choices.ADULT


def age_on(born: str, day: str = "") -> int:
    """Return the full years from a birth date (ISO) to a day, or to today."""
    (year, month, date), now = born.split("-"), day or timezone.localdate().isoformat()
    return int(now[:4]) - int(year) - (now[5:] < f"{month}-{date}")


class Person(Form):
    """服务对象: somebody the station serves, or might."""

    code, key, name_of_form = "D01", "client_profile", _("服务对象档案")
    stage, when_filled = _("基础档案"), _("建档时，持续更新")

    data_key = models.OneToOneField(DataKey, models.PROTECT, related_name="+", editable=False)
    station = models.ForeignKey(Station, models.PROTECT, related_name="people")
    household = models.ForeignKey(
        Household, models.PROTECT, null=True, blank=True, related_name="people"
    )
    number = models.CharField(_("档案号"), max_length=24, unique=True, editable=False)
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="merged",
        verbose_name=_("已并入"),
        editable=False,
    )
    id_index = models.CharField(max_length=64, blank=True, editable=False)
    phone_index = models.CharField(max_length=64, blank=True, editable=False)
    place_index = models.CharField(max_length=64, blank=True, editable=False)
    name_pinyin = models.CharField(max_length=100, blank=True, editable=False, db_index=True)
    name_initials = models.CharField(max_length=20, blank=True, editable=False)

    client_no = Auto(_("档案号"))
    name = Text(_("姓名"), 2, plain=True, hint=_("不愿留名的写“佚名”。"))
    alias = Text(_("化名/称呼"), 1, required=False)
    sex = Choice(_("性别"), 2, of=["男", "女", "未说明"], plain=True)
    birth_date = Day(_("出生日期"), 2, past=True, plain=True)
    id_type = Choice(_("证件类型"), 2, of=choices.ID_TYPES, required=False)
    id_no = IdNumber(
        _("证件号码"), 2, required=False, hint=_("只在申请救助等确需时采集；加密保存。")
    )
    id_photo = Auto(_("证件照片"), 3, type="file", required=False)  # on principle not collected
    ethnicity = Text(_("民族"), 2, required=False)
    phone = Phone(_("联系电话"), 2)
    emergency_contact = Sub(
        _("紧急联系人"),
        2,
        parts={
            "name": Text(_("姓名")),
            "relation": Text(_("关系"), required=False),
            "phone": Phone(_("电话")),
        },
    )
    hukou_address = Text(_("户籍地址"), 2, required=False)
    living_address = Sub(
        _("现居住地址"),
        2,
        parts={
            "place": Text(_("小区或街巷"), hint=_("例：国棉四厂宿舍")),
            "door": Text(_("楼、单元、户"), required=False),
        },
    )
    community_shown = Auto(_("所属社区"), type="ref(community)", key="community_id")
    residence_status = Choice(_("人户状态"), 1, of=choices.RESIDENCE, required=False)
    marital = Choice(_("婚姻状况"), 2, of=choices.MARITAL, required=False)
    education = Choice(_("文化程度"), 1, of=choices.EDUCATION, required=False)
    employment = Sub(
        _("职业/就业状态"),
        2,
        required=False,
        parts={
            "status": Choice(_("状态"), of=choices.EMPLOYMENT, required=False),
            "job": Text(_("职业"), required=False),
            "employer": Text(_("单位"), required=False),
            "reason": Text(_("原因"), required=False),
        },
    )
    housing_type = Choice(_("居住类型"), 1, of=choices.HOUSING, required=False)
    living_with = Choice(_("同住情况"), 2, of=choices.LIVING_WITH)
    primary_category = Choice(
        _("主要类别"), 2, of=choices.CATEGORIES, plain=True, hint=_("有多重身份的，选统计主类别。")
    )
    other_categories = Many(
        _("其他类别"), 3, of=choices.CATEGORIES, required=False, covers="benefit"
    )
    disability = Sub(
        _("残疾类别/等级/证号"),
        3,
        required=False,
        covers="disability",
        parts={
            "type": Text(_("类别"), required=False),
            "level": Text(_("等级"), required=False),
            "cert_no": Text(_("证号"), required=False),
        },
    )
    self_care = Choice(_("自理能力"), 3, of=choices.SELF_CARE, required=False, covers="health")
    health = LongText(_("健康/疾病/用药"), 3, required=False, covers="health")
    mental_health = LongText(_("精神心理状况"), 3, required=False, covers="health")
    benefits = Many(_("已享受政策待遇"), 3, of=choices.BENEFITS, required=False, covers="benefit")
    family_members = Rows(
        _("家庭成员"),
        3,
        required=False,
        parts={
            "name": Text(_("姓名")),
            "relation": Text(_("关系"), required=False),
            "birth": Text(_("出生年月"), required=False),
            "health": Text(_("健康"), required=False),
            "job": Text(_("职业"), required=False),
            "contact": Text(_("联系方式"), required=False),
            "is_guardian": YesNo(_("监护人"), required=False),
            "attitude": Text(_("对服务的态度"), required=False),
        },
    )
    guardian = Sub(
        _("监护人"),
        2,
        needed=is_minor,
        needs=_("不满 18 岁，须填监护人。"),
        parts={
            "name": Text(_("姓名")),
            "relation": Text(_("关系"), required=False),
            "phone": Phone(_("电话"), required=False),
            "capacity": Text(_("监护能力"), required=False),
        },
    )
    risk_level = Auto(_("风险/关注等级"), 3, type="enum(高,中,低,未评)")
    visit_level = Sub(
        _("跟进等级与频次"),
        1,
        parts={
            "level": Choice(_("等级"), of=choices.VISIT_LEVELS, required=False),
            "freq_days": Text(_("多少天一次"), required=False),
        },
    )
    consent_status = Choice(_("知情同意状态"), 1, of=choices.CONSENT_STATUS, asked=False)
    owner_shown = Auto(_("主责社工"), type="ref(user)", key="owner_id")
    status = Choice(_("档案状态"), 1, of=choices.PERSON_STATUS, asked=False)
    source = Choice(_("来源"), 1, of=choices.SOURCES)

    community = models.ForeignKey(
        Community, models.PROTECT, related_name="+", verbose_name=_("所属社区")
    )
    registered_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = _("服务对象")
        indexes = [
            models.Index(fields=["station", "id_index"], name="person_by_id"),
            models.Index(fields=["station", "phone_index"], name="person_by_phone"),
            models.Index(fields=["place_index"], name="person_by_place"),
            models.Index(fields=["name_initials"], name="person_by_initials"),
            models.Index(fields=["name"], name="person_by_name", opclasses=["text_pattern_ops"]),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def chain(self) -> str:
        return f"person:{self.pk}"

    @property
    def age(self) -> int | None:
        return age_on(str(self.birth_date)) if self.birth_date else None

    def index(self) -> None:
        """Renew the blind indexes by which exact numbers are found."""
        self.id_index = vault.blind("id", self.id_no) if self.id_no else ""
        self.phone_index = vault.blind("phone", self.phone) if self.phone else ""
        self.name_pinyin, self.name_initials = pinyin.whole(self.name or ""), _short(self.name)
        place = place_of((self.living_address or {}).get("place") or "")
        self.place_index = vault.blind("place", place) if place else ""

    @classmethod
    def cross(cls, content: Content) -> Errors:
        """A 身份证号 has a check digit, and says when its bearer was born."""
        number, of = content.get("id_no"), content.get("id_type")
        if not number or of not in {None, "居民身份证", "户口簿"}:
            return {}
        try:
            ric.validate(number)
        except BadNumber:
            return {"id_no": str(_("身份证号不对（18 位，最后一位是校验位），请对照证件核对。"))}
        born = content.get("birth_date")
        if born and str(ric.get_birth_date(number)) != born:
            return {"birth_date": str(_("和身份证号里的出生日期不一致，请核对其中一个。"))}
        return {}
