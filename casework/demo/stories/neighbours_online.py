"""指尖上的邻里 (S6): a group whose plan waits for its first signature; and a project begun."""

from decimal import Decimal

from accounts.models import Community, Station, User
from casework.demo.days import Days
from casework.demo.telling import Story
from casework.groups import open_group
from casework.models import Content
from casework.projects import open_project

FIRST = 21  # days from today to the first session
WEEK = 7
THEMES = [
    ("认识你我和手机", "相互认识，会调字体和音量"),
    ("微信与防骗", "会发语音，能认出常见骗术"),
    ("预约挂号", "能自己挂上一个号"),
    ("缴费与不用手机的办法", "能缴一次水费"),
    ("打车和导航", "两人一组，互相教会叫车"),
    ("成果展与告别", "展示学会的，约好以后怎么来往"),
]


def tell_group(cast: dict[str, User], days: Days) -> None:
    worker = cast["chensiyuan"]
    place = Community.objects.select_related("station").get(station__code="TQDJ", name="天桥东社区")
    begins = days.back(0).fromisoformat(days.ahead(FIRST))
    group = open_group(
        title="指尖上的邻里", community=place, by=worker, starts_on=begins, at=days.at(8, "10:00")
    )
    story = Story(group, days)
    story.fill("G01", NEED, by=worker, at=days.at(5, "15:00"))
    story.fill("G02", _plan(days), by=worker, at=days.at(2, "16:00"))
    story.act("submit_plan", by=worker, at=days.at(2, "16:30"))


def tell_project(cast: dict[str, User], days: Days) -> None:
    """Only begun: a name, a sum, and the first lines of the application."""
    leader, station = cast["linyue"], Station.objects.get(code="TQDJ")
    project = open_project(
        title="五社联动·困境群体共筑希望计划",
        station=station,
        by=leader,
        asked=Decimal(150_000),
        at=days.at(4, "09:30"),
    )
    said: Content = {
        "category": "社会救助",
        "funding": "政府购买",
        "background": "需求台账里困难群众的需求 186 条，办结不到一半，多数要几方一起办。",
    }
    Story(project, days).fill("P01", said, by=leader, at=days.at(1, "17:10"))


NEED: Content = {
    "method": ["问卷", "台账分析"],
    "result": {"n": "41", "finding": "六成多不会手机挂号，七成不会缴费；怕按错、怕被骗。"},
    "population": "60 岁以上，有智能手机，会接打电话，不敢用别的，多数独居。",
    "feasibility": "台账里同类需求 26 条；活动室有无线网络，两名志愿者可以一对一。",
}


def _plan(days: Days) -> Content:
    dates = [days.ahead(FIRST + WEEK * number) for number in range(len(THEMES))]
    return {
        "group": {"name": "指尖上的邻里"},
        "type": "支持",
        "openness": "封闭",
        "theory": "社会学习理论：看别人做、自己练、教别人，最容易学会。",
        "background": "独居老人有手机不敢用，挂号缴费要等子女回来，越来越少出门。",
        "goals": [
            {
                "no": "1",
                "goal": "会用手机办日常的事",
                "indicator": "12 项操作掌握数",
                "measure": "操作清单，首末节各测一次",
                "target": "平均 ≥8 项",
            }
        ],
        "model": "发展",
        "members": {"criteria": "60 岁以上，愿意每周来", "min": "8", "max": "12"},
        "schedule": {
            "sessions": str(len(THEMES)),
            "freq": "每周一次",
            "minutes": "90",
            "place": "天桥东社区活动室",
            "start": dates[0],
            "end": dates[-1],
        },
        "recruit": "社区公告、网格员介绍，逐个面谈 15 分钟。",
        "session_outline": [
            {"no": str(number), "date": day, "theme": theme, "objective": objective}
            for number, (day, (theme, objective)) in enumerate(zip(dates, THEMES, strict=True), 1)
        ],
        "staff": [{"name": "陈思远", "role": "组长"}, {"name": "林悦", "role": "协作员"}],
        "resources": [{"resource": "活动室和无线网络"}],
        "budget": [
            {"item": "大字讲义", "unit": "份", "qty": "12", "price": "20", "source": "站点经费"},
            {"item": "茶点", "unit": "节", "qty": "6", "price": "60", "source": "站点经费"},
        ],
        "risks": [{"risk": "手机型号不一样", "response": "按系统分两桌，志愿者一桌一人"}],
        "safety": "跌倒：地面不留线，结伴来回。低血糖：备糖块，不舒服马上停。",
        "evaluation": ["前后测", "满意度", "出席率"],
        "stat_rule": {"primary_category": "elder_alone", "split_by_member": "yes"},
    }
