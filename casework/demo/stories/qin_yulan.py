"""秦玉兰 (S1): the plan came back with two remarks; the worker is at the second round."""

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

ID_NO = "370105194708150020"  # its check digit would be another: nobody can have this number


def tell(cast: dict[str, User], days: Days) -> None:
    team = Team(cast["linyue"], cast["zhengmin"], cast["zhoulan"])
    called = call(
        "转介",
        "社区工作者",
        "老人近两周没下楼，敲门应声很小，说“没意思”。",
        referrer={"org": "天桥东社区", "name": "许琴"},
    )
    story = begun(
        ("TQDJ", "天桥东社区"),
        _person(),
        called,
        by=cast["xuqin"],
        days=days,
        at=days.at(16, "09:10"),
    )
    story.act("assign", by=team.head, at=days.at(16, "11:00"), worker=team.worker)
    forms = {"C01": _screening(), "C02": _consent(days), "D01": _person()}
    accepted(story, forms, team, screened=15, on=12, level="一般个案")
    _note_number(story)
    _assess(story, team)
    _plan(story, team)


def _note_number(story: Story) -> None:
    """Put down the certificate. The form would refuse the number, as it should."""
    person = story.case.person
    person.id_type, person.id_no = "居民身份证", ID_NO
    person.index()
    person.save(update_fields=["id_type", "id_no", "id_index"])


def _assess(story: Story, team: Team) -> None:
    days, worker = story.days, team.worker
    story.fill("C03", _assessment(days), by=worker, at=days.at(7, "15:20"))
    story.fill("D02", _family(), by=worker, at=days.at(7, "15:30"))
    story.act("submit_assessment", by=worker, at=days.at(7, "15:40"))
    story.decide(
        "approve_assessment",
        "submit_assessment",
        "资料扎实，风险判断合适，可以定计划。",
        by=team.supervisor,
        at=days.at(5, "10:15"),
    )


def _plan(story: Story, team: Team) -> None:
    """Submitted, returned with two remarks; one is answered, the other still waits."""
    days, worker = story.days, team.worker
    story.fill("C04", _first_plan(days), by=worker, at=days.at(2, "11:10"))
    story.act("submit_plan", by=worker, at=days.at(2, "11:30"))
    story.decide(
        "return_plan",
        "submit_plan",
        "目标定得实在。补上怎么测和完成日期，就可以批。",
        by=team.supervisor,
        at=days.at(1, "16:40"),
        remarks=[
            ("C04#goals[].measure", "三个目标都没写怎么测、由谁来测，到期怎么知道达到没有？"),
            ("C04#actions[].due", "行动计划没有完成日期，请逐条补上。"),
        ],
    )
    measured = ["每月一次 GDS-15，社工当面做", "每周电话时问，记在服务记录里", ""]
    goals = [goal | {"measure": how} for goal, how in zip(_goals(days), measured, strict=True)]
    story.fill("C04", {"goals": goals}, by=worker, at=days.at(0, "08:40"))
    story.answer(
        "C04",
        "goals[].measure",
        "已写明每个目标的量法和由谁来测，第三个等入户复查表定下来再补。",
        by=worker,
        at=days.at(0, "08:45"),
    )


def _person() -> Content:
    return person(
        "秦玉兰",
        "女",
        "1947-08-15",
        1,
        place="国棉四厂宿舍",
        category="elder_alone",
        living_address={"place": "国棉四厂宿舍", "door": "3 号楼 2 单元 301"},
        emergency_contact=kin("秦晓虹", "女儿", 2),
        living_with="独居",
        marital="丧偶",
        education="初中",
        employment={"status": "退休", "employer": "原国棉四厂"},
        self_care="轻度失能",
        health="高血压、膝关节病，半年前跌倒一次，近期失眠。",
    )


def _screening() -> Content:
    return screening(
        "elder_alone",
        "情绪心理",
        "独居、有跌倒史，近期少出门、睡不好，家中多处不安全，须进一步预估。",
        expectation="有人说说话，别再摔。",
    )


def _consent(days: Days) -> Content:
    shared = [
        {"recipient": "社区卫生中心", "purpose": "家医签约", "items": "健康情况", "agree": "yes"},
        {"recipient": "爱心企业", "purpose": "装扶手、夜灯", "items": "住址", "agree": "yes"},
    ]
    return consent(
        "秦玉兰",
        scope="情绪支持、社会支持、居家安全",
        mode="入户、电话",
        on=days.ago(12),
        share_consent=shared,
    )


def _assessment(days: Days) -> Content:
    return {
        "sources": ["会谈", "入户观察", "邻里/社区", "量表"],
        "contacts": [
            {"date": days.ago(15), "place": "家中", "who": "本人"},
            {"date": days.ago(8), "place": "家中", "who": "本人、楼下邻居"},
        ],
        "bio": "高血压规律服药；膝关节病，上下楼困难；半年前在浴室跌倒一次，未骨折；近两月失眠。",
        "psycho": "情绪低落，兴趣减退，自述“没意思”；否认轻生念头；认知清楚。",
        "social": "每周主动联系 0～1 人，以前常去的合唱队已半年没去。",
        "family": "丧偶 9 年，一女在外省，每周通一次电话；经济独立，无人日常照顾。",
        "economy_housing": "退休金约 3400 元/月；老旧小区 3 楼无电梯，居家安全 8 项中 5 项不合格。",
        "support": [
            {"source": "楼下邻居", "type": "非正式", "content": "偶尔代买菜", "strength": "弱"},
            {"source": "社区", "type": "正式", "content": "每月电话一次", "strength": "一般"},
        ],
        "benefit_check": [
            {"policy": "高龄津贴", "status": "不符合", "gap": "未满 80 岁"},
            {"policy": "家庭医生签约", "status": "符合未办", "gap": "须陪同办理"},
        ],
        "problems": [
            {
                "no": "1",
                "problem": "情绪低落、失眠",
                "duration": "3 个月",
                "severity": "3",
                "client_view": "人老了都这样，就是夜里难熬。",
                "priority": "高",
            },
            {
                "no": "2",
                "problem": "居家不安全",
                "duration": "1 年以上",
                "severity": "3",
                "client_view": "最怕再摔，想先把浴室弄好。",
                "priority": "高",
            },
        ],
        "needs": [
            {"no": "1", "need": "有人陪伴和来往", "domain": "心理情绪", "priority": "高"},
            {"no": "2", "need": "居家安全改造", "domain": "生活照料", "priority": "高"},
            {"no": "3", "need": "家庭医生签约", "domain": "医疗康复", "priority": "中"},
        ],
        "strengths": [
            {"level": "个人", "content": "爱唱老歌，愿意与人来往"},
            {"level": "社区", "content": "社区活动室就在楼下"},
        ],
        "risk": {
            "items": "跌倒、抑郁情绪",
            "level": "medium",
            "basis": "PHQ-9 11 分，第 9 题 0 分；GDS-15 9 分；独居",
            "immediate_actions": "已与女儿、社区约定每日一次电话",
            "review_date": days.ahead(60),
        },
        "scales": [
            {"scale": "GDS-15", "date": days.ago(8), "score": "9"},
            {"scale": "PHQ-9", "date": days.ago(8), "score": "11", "item9": "0"},
        ],
        "theory": ["社会支持", "优势视角"],
        "conclusion": "中等风险。以支持性会谈和重建来往为主，同时尽快解决浴室和用电安全。",
        "service_level": "一般个案",
    }


def _family() -> Content:
    return {
        "nodes": [
            member("本人", "女", "78", index_person="yes"),
            member("丈夫", "男", alive="no"),
            member("女儿", "女", "52"),
            member("女婿", "男", "54"),
            member("外孙女", "女", "24"),
        ],
        "edges": [
            tie("本人", "丈夫", "婚姻"),
            tie("本人", "女儿", "亲子", "亲密"),
            tie("女儿", "女婿", "婚姻"),
            tie("女儿", "外孙女", "亲子"),
            tie("女婿", "外孙女", "亲子", "疏离"),
        ],
        "household_boundary": [{"person": "本人"}],
        "ecosystems": [
            system("女儿（外省）", "亲属", "强", "双向"),
            system("楼下邻居", "邻里", "弱", "向服务对象"),
            system("天桥东社区", "社区", "弱", "向服务对象"),
            system("社区卫生中心", "医疗", "弱"),
            system("合唱队", "社会组织", "弱"),
        ],
    }


def _goals(days: Days) -> list[Content]:
    due = days.ahead(84)
    return [
        {
            "no": "1",
            "goal": "情绪平稳，夜里睡得着",
            "baseline": "GDS-15 9 分",
            "indicator": "GDS-15 得分",
            "target": "≤5 分",
            "due": due,
            "need_ref": "有人陪伴和来往",
            "priority": "高",
        },
        {
            "no": "2",
            "goal": "重新有人来往",
            "baseline": "每周主动联系 0～1 人",
            "indicator": "每周主动联系人数",
            "target": "≥3 人",
            "due": due,
            "need_ref": "有人陪伴和来往",
            "priority": "高",
        },
        {
            "no": "3",
            "goal": "家里走动不怕摔",
            "baseline": "8 项中 5 项不合格",
            "indicator": "居家安全不合格项",
            "target": "≤1 项",
            "due": due,
            "need_ref": "居家安全改造",
            "priority": "中",
        },
    ]


def _first_plan(days: Days) -> Content:
    return {
        "period": {"start": days.ago(0), "end": days.ahead(180), "expected_sessions": "8"},
        "overall_goal": "情绪平稳、有人来往、居家安全。",
        "goals": _goals(days),
        "gas": [
            {"goal_no": "1", "0": "GDS≤5", "weight": "3"},
            {"goal_no": "2", "0": "每周 3 人", "weight": "2"},
            {"goal_no": "3", "0": "不合格≤1", "weight": "2"},
        ],
        "strategies": [
            {
                "goal_no": "1",
                "strategy": "支持性会谈、怀旧",
                "method": "入户",
                "theory": "优势视角",
            },
            {"goal_no": "2", "strategy": "邻里结对，鼓励入组", "method": "小组"},
            {"goal_no": "3", "strategy": "链接防跌设施", "method": "资源链接"},
        ],
        "actions": [
            {"no": "1", "goal_no": "1", "action": "每周会谈一次", "who": "林悦"},
            {
                "no": "2",
                "goal_no": "2",
                "action": "介绍给邻里茶话小组",
                "who": "林悦",
                "client_task": "先去听一次",
            },
            {"no": "3", "goal_no": "3", "action": "申请扶手和夜灯", "who": "林悦"},
        ],
        "resources": [{"resource": "爱心企业防跌设施"}, {"resource": "社区卫生中心家医签约"}],
        "client_participation": "愿意试，希望先把扶手装上；小组先去看看再说。",
        "difficulties": [{"risk": "情绪反复，不愿出门", "response": "增加电话，改为入户"}],
        "crisis_plan": "说起不想活或再次跌倒：先打 120，通知女儿和社区，当日入户并报督导。",
        "evaluation_plan": {
            "methods": "量表、访谈、居家安全复查",
            "mid_date": days.ahead(45),
            "end_date": days.ahead(84),
        },
        "sign_client": {"name": "秦玉兰", "way": "手写签名", "date": days.ago(2)},
    }
