"""马秀英: half-way through her plan; four services, one still to be read; the review is near."""

from accounts.models import User
from casework.demo.answers import call, consent, kin, person, screening
from casework.demo.days import Days
from casework.demo.serving import planned, served
from casework.demo.telling import Team, accepted, begun
from casework.marks import mark_read
from casework.models import Content


def tell(cast: dict[str, User], days: Days) -> None:
    team = Team(cast["linyue"], cast["zhengmin"], cast["zhoulan"])
    called = call("入户发现", "社工入户", "独居，夜里起来摸黑，上个月差点摔了。")
    story = begun(
        ("TQDJ", "义合社区"), _person(), called, by=team.worker, days=days, at=days.at(40, "09:30")
    )
    forms = {
        "C01": screening("elder_alone", "照料缺失", "独居、夜间行动不便，有跌倒风险。"),
        "C02": consent("马秀英", scope="居家安全、邻里来往", mode="入户、电话", on=days.ago(38)),
        "D01": _person(),
    }
    accepted(story, forms, team, screened=39, on=38, level="一般个案")
    planned(story, team, assessment(days), plan(days), begun=34, on=30)
    heard = ["", "夜灯先装得对，下次把药品归置也看一看。", ""]
    for number, (on, written) in enumerate([(27, 26), (20, 20), (12, 11)]):
        served(story, team, record(number), on=on, written=written)
        filed = story.case.submissions.filter(form="C05").latest()
        at = days.at(written - 1, "09:10")
        mark_read(story.case, filed, by=team.supervisor, says=heard[number], at=at)
    served(story, team, record(3), on=3, written=2)


def _person() -> Content:
    return person(
        "马秀英",
        "女",
        "1949-04-20",
        41,
        place="义合庄中街",
        category="elder_alone",
        living_address={"place": "义合庄中街", "door": "5 号楼 1 单元 402"},
        emergency_contact=kin("马建军", "儿子", 42),
        living_with="独居",
        marital="丧偶",
        health="白内障术后，夜间视物不清。",
        family_members=[
            {"name": "马建军", "relation": "儿子", "birth": "1974"},
            {"name": "马晓燕", "relation": "女儿", "birth": "1977"},
        ],
    )


def record(number: int) -> Content:
    """Return C05 of the first, second, third or fourth service."""
    way, goal, process, response = [
        ("入户", "1", "走查全屋，量了浴室墙面，记下要装扶手的位置。", "主动说出自己怕摔的地方。"),
        ("入户", "1", "装好感应夜灯和防滑垫，教了两遍开关。", "试了三次，笑着说“亮堂了”。"),
        ("电话", "1", "回访夜灯用得怎样，聊起以前的老同事。", "说夜里起来不摸黑了。"),
        ("陪同", "2", "陪同去楼下活动室认门，认识了两位邻居。", "约好下周自己去。"),
    ][number]
    return {
        "time": {"start": "09:30", "end": "10:20"},
        "place_mode": {"mode": way},
        "objectives": [goal],
        "process": process,
        "response": response,
        "risk_change": {"level": "same"},
        "reflection": "节奏按她的来，先安全、后来往。",
        "next_plan": {"content": "看看扶手装得怎样，约时间去活动室。"},
    }


def assessment(days: Days) -> Content:
    return {
        "sources": ["会谈", "入户观察"],
        "contacts": [{"date": days.ago(37), "place": "家中", "who": "本人"}],
        "bio": "白内障术后，夜间视物不清，走路慢。",
        "psycho": "情绪尚可，怕麻烦别人。",
        "social": "很少下楼，以前的同事偶尔来电。",
        "family": "丧偶，一子一女都在本市，每月来一次。",
        "economy_housing": "退休金够用；四楼无电梯，浴室无扶手。",
        "support": [
            {"source": "儿女", "type": "非正式", "content": "每月看望", "strength": "一般"},
            {"source": "社区", "type": "正式", "content": "节日慰问", "strength": "弱"},
        ],
        "benefit_check": [{"policy": "高龄津贴", "status": "不符合", "gap": "未满 80 岁"}],
        "problems": [
            {
                "no": "1",
                "problem": "夜间跌倒风险",
                "severity": "3",
                "client_view": "就怕夜里摔了没人知道。",
                "priority": "高",
            }
        ],
        "needs": [{"no": "1", "need": "居家安全改造", "domain": "生活照料", "priority": "高"}],
        "strengths": [{"level": "个人", "content": "爱干净，愿意学"}],
        "risk": {"level": "low", "basis": "有儿女照应，无轻生念头"},
        "scales": [{"scale": "GDS-15", "date": days.ago(36), "score": "4"}],
        "theory": ["社会支持"],
        "conclusion": "以居家安全为先，再帮她重新下楼。",
        "service_level": "一般个案",
    }


def plan(days: Days) -> Content:
    due = days.ahead(60)
    return {
        "period": {"start": days.ago(29), "end": days.ahead(70), "expected_sessions": "8"},
        "overall_goal": "夜里不怕摔，白天有人说话。",
        "goals": [
            {
                "no": "1",
                "goal": "减少居家跌倒",
                "baseline": "不合格 4 项",
                "indicator": "居家安全不合格项",
                "target": "≤1 项",
                "due": due,
            },
            {
                "no": "2",
                "goal": "恢复邻里来往",
                "baseline": "每周下楼 0～1 次",
                "indicator": "每周下楼次数",
                "target": "≥3 次",
                "due": due,
            },
        ],
        "gas": [
            {"goal_no": "1", "0": "≤1 项", "weight": "3"},
            {"goal_no": "2", "0": "每周 3 次", "weight": "2"},
        ],
        "strategies": [{"goal_no": "1", "strategy": "居家安全走查与改造", "method": "入户"}],
        "actions": [
            {"no": "1", "goal_no": "1", "action": "装夜灯、防滑垫、扶手", "who": "林悦"},
            {"no": "2", "goal_no": "2", "action": "陪同去活动室", "who": "林悦"},
        ],
        "client_participation": "先装夜灯，活动室慢慢来。",
        "difficulties": [{"risk": "怕麻烦人", "response": "每次只做一件事"}],
        "evaluation_plan": {"methods": "走查表、访谈", "mid_date": days.ahead(4)},
        "sign_client": {"name": "马秀英", "way": "手写签名", "date": days.ago(31)},
    }
