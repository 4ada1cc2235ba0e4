"""What has just come in: one being screened, one that nobody has yet, one that cannot wait."""

from accounts.models import User
from casework.demo.answers import NO_CRISIS, call, person, screening
from casework.demo.days import Days
from casework.demo.telling import begun


def tell_screening(cast: dict[str, User], days: Days) -> None:
    """Taken up; half of the agreement is written, and nothing is signed yet."""
    worker = cast["linyue"]
    dong = person("董春生", "男", "1965-10-11", 51, place="制革街", category="laid_off")
    called = call("来访", "本人", "下岗多年，妻子去年走了，一个人提不起劲。")
    story = begun(
        ("TQDJ", "天桥东社区"), dong, called, by=worker, days=days, at=days.at(3, "10:00")
    )
    first = screening("laid_off", "丧亲哀伤", "", decision_suggest="")
    story.fill("C01", first, by=worker, at=days.at(2, "15:00"))
    story.act("start_screen", by=worker, at=days.at(2, "15:10"))
    terms = {"scope": "哀伤辅导、社区参与", "mode": "面谈", "start": "", "freq": ""}
    story.fill("C02", {"service_terms": terms}, by=worker, at=days.at(1, "17:05"))


def tell_unassigned(cast: dict[str, User], days: Days) -> None:
    yin = person("尹桂香", "女", "1944-06-02", 61, place="天桥东街 17 号院", category="elder_80")
    called = call(
        "转介",
        "社区工作者",
        "老人耳朵背，最近老走错门，邻居不放心。",
        referrer={"org": "天桥东社区", "name": "许琴"},
    )
    begun(
        ("TQDJ", "天桥东社区"),
        yin,
        called,
        by=cast["xuqin"],
        days=days,
        at=days.at(1, "16:20"),
    )


def tell_alarming(cast: dict[str, User], days: Days) -> None:
    """One crisis answer is yes: supervisor and head see it at once, and nothing is held up."""
    he = person("贺长海", "男", "1943-01-25", 71, place="义合庄东街", category="elder_disabled")
    called = call("来电", "邻居", "老人卧床，保姆昨天走了，家里没人，一天没吃饭。")
    called["requester"]["name"] = "楼上邻居"
    begun(
        ("TQDJ", "义合社区"),
        he,
        called | {"crisis_screen": NO_CRISIS | {"no_care": "yes"}},
        by=cast["hejia"],
        days=days,
        at=days.at(0, "08:20"),
    )
