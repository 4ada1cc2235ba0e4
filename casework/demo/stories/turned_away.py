"""Calls that become no case: declined with another way shown, advised, and one still asked for."""

from accounts.models import User
from casework.demo.answers import call, person, screening
from casework.demo.days import Days
from casework.demo.telling import begun
from casework.masking import NAMELESS


def tell_declined(cast: dict[str, User], days: Days) -> None:
    """A quarrel over a house: not for the station, and shown to 法律援助 (S10.1)."""
    worker, head = cast["chensiyuan"], cast["zhoulan"]
    wei = person("魏建业", "男", "1962-07-30", 41, place="天桥东街", category="general")
    called = call("来访", "本人", "兄弟争老房子，想让社工站出面打官司。")
    story = begun(
        ("TQDJ", "天桥东社区"), wei, called, by=worker, days=days, at=days.at(10, "09:30")
    )
    refusal = screening(
        "general",
        "法律维权",
        "房产继承纠纷，无照料和情绪方面的需求。",
        in_scope="否",
        decision_suggest="不接案",
        reject_reason="房产诉讼不属本站服务范围，已当面说明。",
    )
    story.fill("C01", refusal, by=worker, at=days.at(10, "10:00"))
    story.act("start_screen", by=worker, at=days.at(10, "10:05"))
    story.act(
        "ask_decline",
        by=worker,
        at=days.at(10, "10:20"),
        told="当面说明，对方表示理解。",
        alternatives="区法律援助中心的地址和电话已写给本人，12348 热线可先咨询。",
    )
    story.decide("decline", "ask_decline", "同意，去处讲清楚了。", by=head, at=days.at(9, "11:10"))


def tell_advised(cast: dict[str, User], days: Days) -> None:
    """Somebody who did not leave a name, and only wanted to know (S10.2)."""
    worker = cast["hejia"]
    nameless = {"name": NAMELESS, "sex": "女"}
    called = call("来电", "本人", "以前挨过打，已经分居，想问以后再遇到该怎么办。")
    story = begun(
        ("TQDJ", "义合社区"), nameless, called, by=worker, days=days, at=days.at(6, "20:10")
    )
    asked = screening(
        "general",
        "家暴/虐待",
        "已分居，眼下安全，只想了解办法，不愿留姓名。",
        decision_suggest="咨询后结束",
        reject_reason="本人只要咨询，已告知随时可以再来。",
    )
    story.fill("C01", asked, by=worker, at=days.at(6, "20:25"))
    story.act("start_screen", by=worker, at=days.at(6, "20:30"))
    story.act(
        "resolve_by_advice",
        by=worker,
        at=days.at(6, "20:50"),
        advice="讲了报警、告诫书、人身安全保护令怎么办，留了 110、12338 和本站电话。",
    )


def tell_asked(cast: dict[str, User], days: Days) -> None:
    """The worker thinks it is none of the station's; the head has yet to say so."""
    worker = cast["chensiyuan"]
    cui = person("崔玉芬", "女", "1971-02-18", 42, place="义合庄南街", category="general")
    called = call("来访", "本人", "装修公司收了定金不干活，要社工站帮着追钱。")
    story = begun(("TQDJ", "义合社区"), cui, called, by=worker, days=days, at=days.at(3, "09:20"))
    refusal = screening(
        "general",
        "法律维权",
        "消费纠纷，本人有正式工作，无其他困难。",
        in_scope="否",
        decision_suggest="不接案",
        reject_reason="消费纠纷不属本站服务范围，已当面说明。",
    )
    story.fill("C01", refusal, by=worker, at=days.at(2, "09:40"))
    story.act("start_screen", by=worker, at=days.at(2, "09:45"))
    story.act(
        "ask_decline",
        by=worker,
        at=days.at(1, "14:30"),
        told="当面说明，对方希望有人指路。",
        alternatives="12315 投诉，街道司法所调解；两处的地址和电话已给本人。",
    )
