"""赵桂芳 (S3): a red line at PHQ-9, a safety plan; the plan has the first of two signatures."""

from accounts.models import User
from casework.demo.answers import (
    call,
    consent,
    kin,
    member,
    person,
    screening,
    system,
    tie,
)
from casework.demo.days import Days
from casework.demo.telling import Story, Team, accepted, begun
from casework.models import Content


def tell(cast: dict[str, User], days: Days) -> None:
    team = Team(cast["chensiyuan"], cast["zhengmin"], cast["zhoulan"])
    called = call(
        "转介",
        "网格员",
        "妹妹说她几个月不出门，夜里睡不着，药也断断续续地吃。",
        referrer={"org": "义合社区网格"},
    )
    story = begun(
        ("TQDJ", "义合社区"),
        _person(),
        called,
        by=cast["caowei"],
        days=days,
        at=days.at(11, "10:30"),
    )
    story.act("assign", by=team.head, at=days.at(11, "11:15"), worker=team.worker)
    forms = {"C01": _screening(), "C02": _consent(days), "D01": _person()}
    accepted(story, forms, team, screened=11, on=10, level="重点个案")
    _assess(story, team)
    _plan(story, team)


def _assess(story: Story, team: Team) -> None:
    """Submitted and approved on one day: the red line does not wait."""
    days, worker = story.days, team.worker
    story.fill("C03", _assessment(days), by=worker, at=days.at(4, "09:40"))
    story.fill("D02", _family(), by=worker, at=days.at(4, "09:50"))
    story.act("submit_assessment", by=worker, at=days.at(4, "10:00"))
    story.decide(
        "approve_assessment",
        "submit_assessment",
        "安全计划可行。复诊前每三天联系一次，第 9 题每次都问。",
        by=team.supervisor,
        at=days.at(4, "15:30"),
    )


def _plan(story: Story, team: Team) -> None:
    days, worker = story.days, team.worker
    story.fill("C04", _service_plan(days), by=worker, at=days.at(3, "14:00"))
    story.act("submit_plan", by=worker, at=days.at(3, "14:20"))
    story.decide(
        "endorse_plan",
        "submit_plan",
        "目标可测，应急预案写清了谁来做，同意。",
        by=team.supervisor,
        at=days.at(1, "11:00"),
    )


def _person() -> Content:
    return person(
        "赵桂芳",
        "女",
        "1968-03-21",
        11,
        place="义合庄北街",
        category="dibao_edge",
        emergency_contact=kin("赵桂芬", "妹妹", 12),
        living_with="与配偶",
        marital="已婚",
        education="初中",
        employment={"status": "无业"},
        mental_health="抑郁症，断续服药。",
        benefits=["低保边缘"],
        source="网格上报",
    )


def _screening() -> Content:
    return screening(
        "dibao_edge",
        "精神障碍与自伤",
        "抑郁症断续服药、失眠、闭门，偶有悲观念头，无计划；须尽快预估。",
        expectation="睡得着，不拖累家里。",
    )


def _consent(days: Days) -> Content:
    shared = [
        {"recipient": "精防医生", "purpose": "复诊、用药", "items": "健康情况", "agree": "yes"},
    ]
    return consent(
        "赵桂芳",
        scope="情绪支持、就医陪同、家庭支持",
        mode="入户、电话、陪同",
        on=days.ago(10),
        share_consent=shared,
    )


def _assessment(days: Days) -> Content:
    return {
        "sources": ["会谈", "入户观察", "家属", "医疗记录", "量表"],
        "contacts": [
            {"date": days.ago(11), "place": "家中", "who": "本人、妹妹"},
            {"date": days.ago(5), "place": "家中", "who": "本人、丈夫"},
        ],
        "bio": "失眠 4 个月，食欲差；无其他慢性病。",
        "psycho": "抑郁症，断续服药；情绪低落，自责；偶有“不如走了”的念头，无计划、无准备。",
        "social": "闭门，半年内只与妹妹来往。",
        "family": "丈夫打零工，早出晚归；两女远嫁，一子在外县；妹妹每周来两次。",
        "economy_housing": "低保边缘家庭，收入不稳；自有平房，够住。",
        "support": [
            {"source": "妹妹", "type": "非正式", "content": "陪伴、送饭", "strength": "强"},
            {"source": "丈夫", "type": "非正式", "content": "晚上在家", "strength": "一般"},
        ],
        "benefit_check": [
            {"policy": "低保边缘", "status": "已享受"},
            {"policy": "精神障碍门诊用药补助", "status": "符合未办", "gap": "须诊断证明"},
        ],
        "problems": [
            {
                "no": "1",
                "problem": "抑郁症未规律治疗",
                "duration": "2 年",
                "severity": "4",
                "client_view": "吃药没用，还费钱。",
                "priority": "高",
            },
            {
                "no": "2",
                "problem": "与外界隔绝",
                "duration": "半年",
                "severity": "3",
                "client_view": "怕见人，怕人问。",
                "priority": "中",
            },
        ],
        "needs": [
            {"no": "1", "need": "规律复诊和服药", "domain": "医疗康复", "priority": "高"},
            {"no": "2", "need": "有人看着、能求助", "domain": "心理情绪", "priority": "高"},
        ],
        "strengths": [
            {"level": "家庭", "content": "妹妹愿意陪同就医、保管药品"},
            {"level": "个人", "content": "手巧，以前做过缝纫"},
        ],
        "risk": {
            "items": "自伤念头（偶发、无计划）",
            "level": "medium",
            "basis": "PHQ-9 17 分，第 9 题 1 分；有家人同住",
            "immediate_actions": "药品交妹妹保管，与丈夫约定夜间不独处",
            "review_date": days.ahead(30),
        },
        "scales": [
            {
                "scale": "PHQ-9",
                "date": days.ago(5),
                "score": "17",
                "item9": "1",
                "interpretation": "达到关注线，请转介精神卫生服务",
            },
        ],
        "safety_plan": (
            "预警信号：整夜不睡、不吃饭、说“走了干净”。\n"
            "应对：先给妹妹打电话；不独处；药品由妹妹保管。\n"
            "联系人：妹妹、陈思远、社区网格员。\n"
            "就医：精神卫生中心急诊，夜间打 120。"
        ),
        "theory": ["社会支持", "认知行为"],
        "conclusion": "中等风险，PHQ-9 第 9 题达到红线。先稳住就医和家人看护，再谈外出。",
        "service_level": "重点个案",
    }


def _family() -> Content:
    """Three generations: she and her sister, a husband, two daughters and a son away."""
    return {
        "nodes": [
            member("父亲", "男", alive="no"),
            member("母亲", "女", alive="no"),
            member("本人", "女", "58", cohabit="yes", index_person="yes"),
            member("丈夫", "男", "60", cohabit="yes"),
            member("妹妹", "女", "54"),
            member("大女儿", "女", "36"),
            member("二女儿", "女", "33"),
            member("儿子", "男", "30"),
        ],
        "edges": [
            tie("父亲", "母亲", "婚姻"),
            tie("父亲", "本人", "亲子"),
            tie("母亲", "本人", "亲子"),
            tie("父亲", "妹妹", "亲子"),
            tie("母亲", "妹妹", "亲子"),
            tie("本人", "丈夫", "婚姻", "冲突"),
            tie("本人", "大女儿", "亲子", "疏离"),
            tie("本人", "二女儿", "亲子"),
            tie("本人", "儿子", "亲子", "亲密"),
        ],
        "household_boundary": [{"person": "本人"}, {"person": "丈夫"}],
        "ecosystems": [
            system("妹妹", "亲属", "强", "向服务对象"),
            system("丈夫", "家庭", "紧张", "双向"),
            system("社区网格员", "社区", "弱", "向服务对象"),
            system("精防医生", "医疗", "弱", "向服务对象"),
            system("低保边缘待遇", "政府", "强", "向服务对象"),
            system("邻里", "邻里", "弱"),
        ],
    }


def _service_plan(days: Days) -> Content:
    due = days.ahead(90)
    return {
        "period": {"start": days.ahead(1), "end": days.ahead(150), "expected_sessions": "12"},
        "overall_goal": "规律治疗，情绪好转，能走出家门。",
        "goals": [
            {
                "no": "1",
                "goal": "规律服药与复诊",
                "baseline": "断续服药，3 个月未复诊",
                "indicator": "按时服药的周数",
                "target": "连续 12 周",
                "measure": "妹妹保管的药盒每周清点",
                "due": due,
                "priority": "高",
            },
            {
                "no": "2",
                "goal": "抑郁减轻",
                "baseline": "PHQ-9 17 分",
                "indicator": "PHQ-9 得分",
                "target": "≤9 分",
                "measure": "每月一次，社工当面做",
                "due": due,
                "priority": "高",
            },
            {
                "no": "3",
                "goal": "走出家门",
                "baseline": "每周 0 次",
                "indicator": "每周外出次数",
                "target": "≥2 次",
                "measure": "妹妹和本人口述，记在服务记录里",
                "due": due,
                "priority": "中",
            },
        ],
        "strategies": [
            {"goal_no": "1", "strategy": "陪同复诊，家人参与", "method": "陪同"},
            {
                "goal_no": "2",
                "strategy": "行为激活、自动想法记录",
                "method": "面谈",
                "theory": "认知行为",
            },
        ],
        "actions": [
            {
                "no": "1",
                "goal_no": "1",
                "action": "陪同复诊，办用药补助",
                "who": "陈思远、妹妹",
                "client_task": "带上病历",
                "due": days.ahead(7),
            },
            {
                "no": "2",
                "goal_no": "2",
                "action": "每三天联系一次，每次问第 9 题",
                "who": "陈思远",
                "due": days.ahead(30),
            },
        ],
        "client_participation": "同意先把药按时吃上；外出从去妹妹家开始。",
        "difficulties": [{"risk": "嫌费钱停药", "response": "先办补助，医生当面解释"}],
        "crisis_plan": (
            "预警信号见安全计划。出现念头加重或计划：不留一人，打 120 送精神卫生中心，"
            "通知丈夫和妹妹，10 分钟内报督导和站长。"
        ),
        "evaluation_plan": {
            "methods": "PHQ-9、服药记录、访谈",
            "mid_date": days.ahead(60),
            "end_date": due,
        },
        "sign_client": {
            "name": "赵桂芳",
            "way": "手写签名",
            "date": days.ago(3),
            "witness": "赵桂芬",
        },
    }
