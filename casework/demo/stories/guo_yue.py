"""郭玥: the second round of her assessment waits for the supervisor; the first is beside it."""

from accounts.models import User
from casework.demo.answers import call, consent, kin, person, screening
from casework.demo.days import Days
from casework.demo.telling import Story, Team, accepted, begun
from casework.models import Content


def tell(cast: dict[str, User], days: Days) -> None:
    team = Team(cast["linyue"], cast["zhengmin"], cast["zhoulan"])
    called = call("来访", "本人", "失业三个月，一个人带孩子，房租快交不上了。")
    story = begun(
        ("TQDJ", "天桥东社区"),
        _person(),
        called,
        by=team.worker,
        days=days,
        at=days.at(13, "14:30"),
    )
    opinion = "单亲、失业、租住，经济和情绪压力都大，属本站服务范围。"
    forms = {
        "C01": screening("single_mother", "经济困难", opinion, expectation="找到离家近的活。"),
        "C02": consent(
            "郭玥", scope="就业、救助申请、情绪支持", mode="面谈、电话", on=days.ago(11)
        ),
        "D01": _person(),
    }
    accepted(story, forms, team, screened=12, on=11, level="一般个案")
    _two_rounds(story, team)


def _two_rounds(story: Story, team: Team) -> None:
    days, worker = story.days, team.worker
    story.fill("C03", _assessment(days), by=worker, at=days.at(4, "16:30"))
    story.act("submit_assessment", by=worker, at=days.at(4, "16:45"))
    story.decide(
        "return_assessment",
        "submit_assessment",
        "事实清楚，缺她自己的看法和政策核查。",
        by=team.supervisor,
        at=days.at(2, "09:50"),
        remarks=[
            ("C03#benefit_check", "低保边缘、临时救助够不够条件，核过没有？"),
            ("C03#problems[].client_view", "问题界定只有社工的判断，请写她本人怎么看。"),
        ],
    )
    answers = {
        "benefit_check": "已到街道窗口核过，低保边缘符合，材料清单给了她。",
        "problems[].client_view": "昨天面谈时逐条问过，写的是她的原话。",
    }
    for anchor, says in answers.items():
        story.answer("C03", anchor, says, by=worker, at=days.at(1, "10:30"))
    story.fill("C03", _corrected(), by=worker, at=days.at(1, "10:40"))
    story.act("submit_assessment", by=worker, at=days.at(1, "10:50"))


def _person() -> Content:
    return person(
        "郭玥",
        "女",
        "1988-05-09",
        21,
        place="天桥东街 40 号院",
        category="single_mother",
        emergency_contact=kin("郭建国", "父亲", 22),
        living_with="与子女",
        marital="离异",
        education="高中/中专",
        employment={"status": "失业", "job": "收银员", "reason": "门店关闭"},
        housing_type="租住",
        source="主动求助",
    )


def _problems(money: str = "", mood: str = "") -> list[Content]:
    return [
        {
            "no": "1",
            "problem": "收入中断，房租拖欠一个月",
            "duration": "3 个月",
            "severity": "4",
            "client_view": money,
            "priority": "高",
        },
        {
            "no": "2",
            "problem": "焦虑、睡不好",
            "duration": "2 个月",
            "severity": "2",
            "client_view": mood,
            "priority": "中",
        },
    ]


def _corrected() -> Content:
    return {
        "benefit_check": [
            {"policy": "低保边缘", "status": "符合未办", "gap": "缺离婚协议复印件"},
            {"policy": "临时救助", "status": "符合未办", "gap": "与低保边缘一并申请"},
            {"policy": "失业金", "status": "已享受", "gap": "还有 2 个月"},
        ],
        "problems": _problems("有活干就不愁，别给孩子贴标签。", "一想房租就醒，找到活就好了。"),
    }


def _assessment(days: Days) -> Content:
    return {
        "sources": ["会谈", "入户观察", "量表"],
        "contacts": [
            {"date": days.ago(12), "place": "社工站", "who": "本人"},
            {"date": days.ago(6), "place": "家中", "who": "本人、女儿"},
        ],
        "bio": "身体健康，近期体重下降。",
        "psycho": "焦虑，入睡困难；无自伤念头。",
        "social": "原同事还有来往，愿意参加活动。",
        "family": "离异，女儿 9 岁读三年级；父亲在本市，身体不好。",
        "economy_housing": "失业金约 1600 元/月，房租 1100 元/月，拖欠一个月。",
        "support": [
            {"source": "父亲", "type": "非正式", "content": "周末带孩子", "strength": "一般"},
        ],
        "benefit_check": [{"policy": "失业金", "status": "已享受", "gap": "还有 2 个月"}],
        "problems": _problems(),
        "needs": [
            {"no": "1", "need": "离家近的工作", "domain": "就业增收", "priority": "高"},
            {"no": "2", "need": "救助申请", "domain": "经济救助", "priority": "高"},
        ],
        "strengths": [{"level": "个人", "content": "做过店长，肯学"}],
        "risk": {"items": "断租", "level": "low", "basis": "房东答应宽限到月底；GAD-7 8 分"},
        "scales": [{"scale": "GAD-7", "date": days.ago(6), "score": "8"}],
        "theory": ["任务中心", "增能"],
        "conclusion": "低风险。先办救助、稳住住处，再找工作。",
        "service_level": "一般个案",
    }
