"""孙德福: his assessment is two working days late, and half done."""

from accounts.models import User
from casework.demo.answers import call, consent, kin, person, screening
from casework.demo.days import Days
from casework.demo.telling import Team, accepted, begun
from casework.models import Content


def tell(cast: dict[str, User], days: Days) -> None:
    team = Team(cast["linyue"], cast["zhengmin"], cast["zhoulan"])
    called = call("入户发现", "社工入户", "老两口都病着，儿子在外地，买药看病没人陪。")
    story = begun(
        ("TQDJ", "义合社区"),
        _person(),
        called,
        by=team.worker,
        days=days,
        at=days.at(11, "15:00"),
    )
    opinion = "空巢、慢性病、无人陪诊，照料缺口明显，须预估。"
    forms = {
        "C01": screening("elder_empty", "照料缺失", opinion),
        "C02": consent("孙德福", scope="陪诊、照料安排", mode="入户、陪同", on=days.ago(9)),
        "D01": _person(),
    }
    accepted(story, forms, team, screened=10, on=9, level="一般个案")
    begun_to_assess = {
        "sources": ["会谈", "入户观察"],
        "contacts": [{"date": days.ago(6), "place": "家中", "who": "本人、老伴"}],
        "bio": "糖尿病 12 年，视力下降；老伴冠心病。",
        "family": "一子在外地，每月寄钱，半年回来一次。",
    }
    story.fill("C03", begun_to_assess, by=team.worker, at=days.at(3, "17:20"))


def _person() -> Content:
    return person(
        "孙德福",
        "男",
        "1951-12-03",
        31,
        place="义合庄西街",
        category="elder_empty",
        emergency_contact=kin("孙志强", "儿子", 32),
        living_with="与配偶",
        marital="已婚",
        source="社工摸排",
    )
