"""丁桂兰: closed with her goals reached; the first visit was made, the second is to come."""

from accounts.models import User
from casework.demo.answers import call, consent, kin, person, screening
from casework.demo.days import Days
from casework.demo.serving import closed, planned, scanned, served, visited
from casework.demo.stories import ma_xiuying
from casework.demo.telling import Team, accepted, begun
from casework.models import Content


def tell(cast: dict[str, User], days: Days) -> None:
    team = Team(cast["hejia"], cast["zhengmin"], cast["zhoulan"])
    called = call("来访", "女儿", "妈妈出院后不敢自己下楼，一个人在家发呆。")
    story = begun(
        ("TQDJ", "天桥东社区"),
        _person(),
        called,
        by=team.worker,
        days=days,
        at=days.at(122, "14:10"),
    )
    forms = {
        "C01": screening("elder_empty", "健康/康复", "出院后活动少、情绪低，须有人带一带。"),
        "C02": consent("丁桂兰", scope="康复陪伴、邻里来往", mode="入户、电话", on=days.ago(120)),
        "D01": _person(),
    }
    accepted(story, forms, team, screened=121, on=120, level="一般个案")
    plan = ma_xiuying.plan(days) | {
        "period": {"start": days.ago(110), "end": days.ahead(10), "expected_sessions": "5"},
        "evaluation_plan": {"methods": "访谈", "mid_date": days.ago(70)},
        "sign_client": {"name": "丁桂兰", "way": "手写签名", "date": days.ago(112)},
    }
    contacts = [{"date": days.ago(118), "place": "家中", "who": "本人、女儿"}]
    assessment = ma_xiuying.assessment(days) | {"contacts": contacts, "scales": []}
    planned(story, team, assessment, plan, begun=116, on=111)
    for number, on in enumerate((105, 92, 78, 64)):
        served(story, team, ma_xiuying.record(number), on=on, written=on - 1)
    closed(story, team, _evaluation(days), _report(days), begun=55, on=48)
    scanned(story, team, on=47)
    visited(story, team, _visit(), on=27)


def _person() -> Content:
    return person(
        "丁桂兰",
        "女",
        "1946-02-11",
        43,
        place="铁路宿舍",
        category="elder_empty",
        living_address={"place": "铁路宿舍", "door": "2 号楼 3 单元 101"},
        emergency_contact=kin("丁梅", "女儿", 44),
        living_with="与配偶",
        marital="已婚",
        health="髋部骨折术后恢复期。",
        family_members=[
            {"name": "赵德山", "relation": "老伴", "birth": "1944"},
            {"name": "丁梅", "relation": "女儿", "birth": "1972"},
        ],
    )


def _evaluation(days: Days) -> Content:
    reached = [("1", "≤1 项", "0 项", "1"), ("2", "≥3 次", "每周 4 次", "1")]
    return {
        "closure_type": "目标达成",
        "informed": {"first_date": days.ago(78), "meetings": "2"},
        "goal_attainment": [
            {
                "goal_no": no,
                "target": target,
                "result": result,
                "level": "完全",
                "gas_score": score,
            }
            for no, target, result, score in reached
        ],
        "change": "自己下楼买菜，和对门轮流做饭。",
        "self_eval": "等她自己开口，比劝有用。",
    }


def _report(days: Days) -> Content:
    return {
        "closure_reason": {
            "reason": "目标达成",
            "informed_date": days.ago(78),
            "method": "面谈",
            "client_reaction": "舍不得，但放心。",
        },
        "termination_work": "一起回看了三个月的变化，留下站里电话。",
    }


def _visit() -> Content:
    return {
        "mode": {"way": "电话", "who": "本人"},
        "maintenance": [{"goal_no": "1", "status": "保持"}, {"goal_no": "2", "status": "改善"}],
        "new_issue": {"has": "no"},
        "feedback": "每天下楼，天冷了也去活动室坐坐。",
        "conclusion": "继续跟进",
    }
