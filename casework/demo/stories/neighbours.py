"""Two cases of another station: for 天桥东街 they do not exist."""

from accounts.models import User
from casework.demo.answers import call, consent, kin, person, screening
from casework.demo.days import Days
from casework.demo.telling import Story, Team, accepted, begun
from casework.models import Content

PLACE = ("GRBC", "工人新村北村社区")


def tell_assessing(cast: dict[str, User], days: Days) -> None:
    duan = person(
        "段明远",
        "男",
        "1958-09-17",
        81,
        place="北村 12 号楼",
        category="disabled",
        emergency_contact=kin("段明霞", "姐姐", 82),
        living_with="独居",
    )
    _accepted(cast, days, duan, screened=8, on=5)


def tell_submitted(cast: dict[str, User], days: Days) -> None:
    miao = person(
        "苗秀兰",
        "女",
        "1950-04-06",
        83,
        place="北村 3 号楼",
        category="elder_empty",
        emergency_contact=kin("苗青", "侄女", 84),
        living_with="与配偶",
    )
    story = _accepted(cast, days, miao, screened=7, on=6)
    story.fill("C03", _assessment(days), by=cast["zhangqian"], at=days.at(2, "10:00"))
    story.act("submit_assessment", by=cast["zhangqian"], at=days.at(2, "10:30"))


def _accepted(cast: dict[str, User], days: Days, who: Content, *, screened: int, on: int) -> Story:
    team = Team(cast["zhangqian"], cast["luojing"], cast["fanglei"])
    called = call("入户发现", "社工入户", "家里冷清，买菜看病都难。")
    story = begun(PLACE, who, called, by=team.worker, days=days, at=days.at(screened, "09:00"))
    name, category = str(who["name"]), str(who["primary_category"])
    forms = {
        "C01": screening(category, "照料缺失", "照料不足，属本站服务范围。"),
        "C02": consent(name, scope="照料安排", mode="入户", on=days.ago(on)),
        "D01": who,
    }
    accepted(story, forms, team, screened=screened, on=on, level="一般个案")
    return story


def _assessment(days: Days) -> Content:
    return {
        "sources": ["会谈", "入户观察"],
        "contacts": [{"date": days.ago(4), "place": "家中", "who": "本人、老伴"}],
        "bio": "腰腿痛，行走慢。",
        "psycho": "情绪平稳。",
        "social": "与老邻居常来往。",
        "family": "无子女，侄女每月来一次。",
        "economy_housing": "两人退休金，够用；一楼，方便。",
        "support": [{"source": "侄女", "type": "非正式", "strength": "一般"}],
        "benefit_check": [{"policy": "长护险", "status": "待核实"}],
        "problems": [{"no": "1", "problem": "买菜看病困难", "client_view": "麻烦人不好意思。"}],
        "needs": [{"no": "1", "need": "助餐、陪诊", "domain": "生活照料", "priority": "高"}],
        "strengths": [{"level": "社区", "content": "助餐点在楼下"}],
        "risk": {"level": "low", "basis": "有老伴同住，邻里关系好"},
        "theory": ["社会支持"],
        "conclusion": "低风险，链接助餐和陪诊即可。",
        "service_level": "一般个案",
    }
