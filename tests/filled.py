"""The forms of S1 (秦玉兰) as they are typed: raw answers, whole enough to be submitted."""

from typing import Any

Raw = dict[str, Any]

LEAD: dict[str, Raw] = {
    "D01": {"name": "秦玉兰", "sex": "女", "birth_date": "1947-08-15"},
    "C01": {
        "channel": "转介",
        "referrer": {"org": "天桥东社区", "name": "许琴"},
        "requester": {"name": "许琴", "relation": "社区工作者"},
        "presenting_problem": "老人近两周没下楼。",
    },
}
D01: Raw = {
    "name": "秦玉兰",
    "sex": "女",
    "birth_date": "1947-08-15",
    "phone": "10000000001",
    "emergency_contact": {"name": "秦某", "relation": "女儿", "phone": "10000000002"},
    "living_address": {"place": "国棉四厂宿舍", "door": "3 号楼 2 单元 301"},
    "living_with": "独居",
    "primary_category": "elder_alone",
    "health": "高血压、膝关节病，半年前跌倒一次。",
    "visit_level": {"level": "中", "freq_days": "14"},
    "source": "社区转介",
}
NO_CRISIS = dict.fromkeys(
    [
        "self_harm",
        "harm_others",
        "violence",
        "abuse_neglect",
        "no_care",
        "homeless",
        "acute_illness",
    ],
    "no",
)
C01: Raw = {
    "reg_at": "2026-03-02T10:00",
    "channel": "转介",
    "referrer": {"org": "天桥东社区", "name": "许琴"},
    "requester": {"name": "许琴", "relation": "社区工作者"},
    "presenting_problem": "老人近两周没下楼。",
    "expectation": "有人说说话、别再摔。",
    "crisis_screen": NO_CRISIS,
    "mandatory_report_flag": "no",
    "in_scope": "是",
    "case_type": {"category": "elder_alone", "problem_type": "情绪心理"},
    "initial_opinion": "独居、跌倒史、近期少出门，须进一步预估。",
    "decision_suggest": "接案",
}
C02: Raw = {
    "parties": {"client": "秦玉兰", "agency": "天桥东街街道社工站", "worker": "林悦"},
    "service_terms": {
        "scope": "情绪支持、社会支持、居家安全",
        "mode": "入户、电话",
        "start": "2026-03-06",
        "freq": "每周一次",
    },
    "sensitive_consent": ["health", "benefit"],
    "share_consent": [
        {"recipient": "社区卫生中心", "purpose": "家医签约", "items": "健康情况", "agree": "yes"},
        {"recipient": "爱心企业", "purpose": "防跌设施", "items": "住址、居家安全", "agree": "yes"},
    ],
    "media_consent": {
        "photo": "no",
        "audio": "no",
        "case_publication": "no",
        "anonymised_only": "yes",
    },
    "sign_mode": "纸质扫描",
    "signatures": [
        {"role": "服务对象", "name": "秦玉兰", "way": "手写签名", "date": "2026-03-06"},
    ],
}
C03: Raw = {
    "sources": ["会谈", "入户观察", "量表"],
    "contacts": [
        {"date": "2026-03-03", "place": "家中", "who": "本人"},
        {"date": "2026-03-11", "place": "家中", "who": "本人、邻居"},
    ],
    "bio": "高血压、膝关节病，半年前跌倒一次，近期失眠。",
    "psycho": "情绪低落，自述没意思，无轻生念头。",
    "social": "少出门，每周主动联系 0～1 人。",
    "family": "丧偶 9 年，一女在外省。",
    "economy_housing": "退休金约 3400 元/月；老旧小区 3 楼，无电梯。",
    "support": [{"source": "邻居", "type": "非正式", "content": "偶尔代买菜", "strength": "弱"}],
    "benefit_check": [{"policy": "高龄津贴", "status": "待核实"}],
    "problems": [
        {"no": "1", "problem": "情绪低落", "duration": "3 个月", "severity": "3", "priority": "高"},
    ],
    "needs": [
        {"no": "1", "need": "有人陪伴", "domain": "心理情绪", "priority": "高"},
        {"no": "2", "need": "居家安全", "domain": "生活照料", "priority": "高"},
    ],
    "strengths": [{"level": "个人", "content": "爱唱老歌，愿意与人来往"}],
    "risk": {"items": "跌倒、抑郁情绪", "level": "medium", "basis": "PHQ-9 11 分，第 9 题 0"},
    "scales": [
        {"scale": "GDS-15", "date": "2026-03-11", "score": "9"},
        {"scale": "PHQ-9", "date": "2026-03-11", "score": "11", "item9": "0"},
    ],
    "theory": ["社会支持", "优势视角"],
    "conclusion": "中等风险，宜以支持性会谈和社会支持为主。",
    "service_level": "一般个案",
}
C04: Raw = {
    "period": {"start": "2026-03-27", "end": "2026-09-26", "expected_sessions": "8"},
    "overall_goal": "情绪平稳、有人来往、居家安全。",
    "goals": [
        {
            "no": "1",
            "goal": "情绪",
            "baseline": "GDS 9",
            "indicator": "GDS-15 得分",
            "target": "≤5",
            "due": "2026-06-12",
        },
        {
            "no": "2",
            "goal": "支持",
            "baseline": "每周 0～1 人",
            "indicator": "每周主动联系人数",
            "target": "≥3 人",
            "due": "2026-06-12",
        },
        {
            "no": "3",
            "goal": "居家安全",
            "baseline": "5 项不合格",
            "indicator": "不合格项",
            "target": "≤1",
            "due": "2026-06-12",
        },
    ],
    "gas": [
        {"goal_no": "1", "0": "GDS≤5", "weight": "3"},
        {"goal_no": "2", "0": "每周 3 人", "weight": "2"},
        {"goal_no": "3", "0": "不合格≤1", "weight": "2"},
    ],
    "strategies": [{"goal_no": "1", "strategy": "支持性会谈、怀旧", "method": "入户"}],
    "actions": [{"no": "1", "goal_no": "1", "action": "每周会谈", "who": "林悦"}],
    "client_participation": "愿意试，希望先把扶手装上。",
    "difficulties": [{"risk": "情绪反复", "response": "增加电话"}],
    "crisis_plan": "出现轻生念头或再次跌倒：先打 120，通知女儿和社区。",
    "evaluation_plan": {
        "methods": "量表、访谈",
        "mid_date": "2026-05-08",
        "end_date": "2026-06-12",
    },
    "sign_client": {"name": "秦玉兰", "way": "手写签名", "date": "2026-03-20"},
}
D02: Raw = {
    "nodes": [
        {"person_ref": "本人", "sex": "女", "age": "78", "alive": "yes", "index_person": "yes"},
        {"person_ref": "女儿", "sex": "女", "age": "50", "alive": "yes", "cohabit": "no"},
    ],
    "edges": [{"from": "本人", "to": "女儿", "type": "亲子", "quality": "一般"}],
    "ecosystems": [{"name": "邻居", "kind": "邻里", "strength": "弱", "direction": "双向"}],
}
C05: Raw = {
    "time": {"date": "2026-03-27", "start": "14:00", "end": "15:00"},
    "place_mode": {"place": "家中", "mode": "入户"},
    "participants": [{"name": "秦玉兰", "role": "服务对象"}, {"name": "林悦", "role": "社工"}],
    "objectives": ["1"],
    "process": "一起看老照片，说起国棉四厂的日子，约好每周见一次。",
    "response": "话多了起来，送到门口。",
    "techniques": ["怀旧"],
    "risk_change": {"level": "same"},
    "reflection": "信任在建立，下次可以谈跌倒的事。",
    "next_plan": {"content": "谈居家安全，看扶手装在哪里。", "date": "2026-04-03"},
}
C06: Raw = {
    "sup": {"type": "个别", "mode": "面谈"},
    "time": {"date": "2026-04-10", "minutes": "60", "place": "社工站"},
    "people": {"supervisor": "郑敏", "supervisees": "林悦"},
    "issues": [{"no": "1", "issue": "老人一谈跌倒就转话题，不知道要不要追问。"}],
    "advice": [
        {"no": "1", "advice": "先不追问，从装扶手的事说起。", "function": "教育"},
        {"no": "2", "advice": "两次入户之间加一个电话。", "function": "支持"},
    ],
    "actions": [
        {"no": "1", "action": "和社区定扶手安装时间", "owner": "林悦", "due": "2026-04-17"},
        {"no": "2", "action": "重读首次记录", "owner": "林悦", "status": "已完成"},
    ],
    "reflection": "我太急着解决问题了。",
}
C07: Raw = {
    "period": {"start": "2026-03-27", "end": "2026-05-08"},
    "goal_progress": [
        {"goal_no": "1", "indicator": "GDS-15 得分", "baseline": "GDS 9", "current": "GDS 7"},
        {"goal_no": "2", "indicator": "每周主动联系人数", "baseline": "0～1", "current": "2 人"},
        {"goal_no": "3", "indicator": "不合格项", "baseline": "5 项", "current": "2 项"},
    ],
    "client_view": "“有人说话，心里亮堂。”",
    "risk": {"level": "medium", "basis": "情绪好转，仍独居。"},
    "adjustments": [{"type": "继续", "content": "按原计划。", "reason": "目标都在接近。"}],
}
C08: Raw = {
    "closure_type": "目标达成",
    "informed": {"first_date": "2026-05-22", "meetings": "2"},
    "goal_attainment": [
        {"goal_no": "1", "target": "≤5", "result": "GDS 4", "level": "完全", "gas_score": "1"},
        {"goal_no": "2", "target": "≥3 人", "result": "3 人", "level": "完全", "gas_score": "0"},
        {"goal_no": "3", "target": "≤1", "result": "0 项", "level": "完全", "gas_score": "2"},
    ],
    "pre_post": [{"scale": "GDS-15", "pre": "9", "post": "4", "date": "2026-06-12"}],
    "change": "睡得好，每天下楼，认识了三位邻居。",
    "self_eval": "节奏放慢是对的。",
}
C09: Raw = {
    "summary": "独居老人，跌倒后少出门，情绪低落。",
    "process_summary": "共服务 8 次。",
    "outcome": "三个目标都达成。",
    "closure_reason": {
        "reason": "目标达成",
        "informed_date": "2026-05-22",
        "method": "面谈",
        "client_reaction": "舍不得，但放心。",
    },
    "termination_work": "回顾变化，留下联系电话，介绍邻里茶话小组。",
    "followup_plan": [
        {"date": "1", "method": "电话", "owner": "林悦", "focus": "情绪、来往"},
        {"date": "3", "method": "入户", "owner": "林悦", "focus": "居家安全"},
    ],
}
C10: Raw = {
    "ref": {"direction": "转出"},
    "reason": {"kind": "需要专业服务（医疗、心理、法律）", "text": "夜里反复惊醒，须就医评估。"},
    "recipient": {
        "org": "社区卫生中心",
        "person": "家医团队",
        "phone": "053100000000",
        "accept_confirm": "yes",
    },
    "consent": {"agree": "yes", "consent_ref": "向社区卫生中心提供健康情况"},
    "data_items": ["基本信息", "联系方式", "预估摘要", "风险提示"],
    "summary": "独居，半年前跌倒一次，近期失眠、少出门。",
    "risk_note": "有跌倒史，夜间起身须有人提醒开灯。",
}
C11: Raw = {
    "visit": {"actual": "2026-07-20"},
    "mode": {"way": "入户", "who": "本人"},
    "maintenance": [
        {"goal_no": "1", "status": "保持"},
        {"goal_no": "2", "status": "改善"},
        {"goal_no": "3", "status": "保持"},
    ],
    "new_issue": {"has": "no"},
    "feedback": "“现在每周去茶话小组。”",
    "conclusion": "继续跟进",
}
C12: Raw = {
    "found": {
        "at_date": "2026-05-06",
        "at_time": "14:20",
        "way": "入户",
        "by": "林悦",
        "thoughts": "yes",
        "plan": "yes",
        "means": "yes",
        "history": "no",
        "protective": "放心不下女儿；邻居可以陪着。",
    },
    "crisis_type": "自杀自伤",
    "actions": [
        {
            "time": "2026-05-06T14:30",
            "action": "陪在身边，收走药品",
            "by": "林悦",
            "result": "药交家属保管",
        },
        {"time": "2026-05-06T15:05", "action": "请家属到场", "by": "林悦", "result": "女儿已到"},
    ],
    "contacted": [
        {"org": "家属", "time": "2026-05-06T14:35", "person": "女儿", "reply": "马上过来"},
        {"org": "精防/医院", "time": "2026-05-06T15:10", "person": "值班医生", "reply": "明早就诊"},
    ],
    "mandatory_report": {"required": "no"},
    "safety_plan": "药品由女儿保管；今晚女儿同住；一有念头先打站里电话，再打 120；明早陪同就诊。",
    "debrief": "上次说睡不好时没有追问。",
}
C13: Raw = {
    "meta": {"date": "2026-05-20", "time": "09:30", "place": "街道会议室", "host": "郑敏"},
    "attendees": [
        {
            "org": "天桥东街街道社工站",
            "name": "林悦",
            "role": "主责社工",
            "confidential_signed": "yes",
        },
        {"org": "天桥东社区", "name": "许琴", "role": "社区工作者", "confidential_signed": "yes"},
    ],
    "questions": [{"question": "扶手和夜灯由谁来装？"}, {"question": "平时谁多看一眼？"}],
    "discussion": "社区可以报居家安全改造；楼下邻居愿意每天敲一次门。",
    "resolutions": [
        {"no": "1", "content": "报居家安全改造", "owner": "天桥东社区", "due": "2026-06-30"},
        {"no": "2", "content": "和邻居约好敲门的时间", "owner": "社工站", "due": "2026-05-29"},
    ],
}
C14: Raw = {
    "type": "延期",
    "reason": "邻里结对刚开始，需再巩固。",
    "params": {"start": "2026-09-26", "end": "2026-12-25"},
}
C15: Raw = {
    "parties": {"from": "林悦", "to": "陈思远", "witness": "郑敏"},
    "reason": "调岗",
    "key_notes": "怕人提起跌倒；耳背，说话慢一点；信得过楼下邻居。",
    "intro": {
        "informed_at": "2026-05-11",
        "joint_visit_at": "2026-05-15",
        "client_response": "舍不得，愿意试试。",
    },
    "files": [
        {"item": "电子卷宗", "qty": "1 卷", "location": "本系统"},
        {"item": "同意书原件", "qty": "1 份", "location": "档案柜"},
    ],
}
C16: Raw = {
    "retention": "10年",
    "access": "限制",
    "remark": {"situation": "本卷文书齐全。"},
}
FILLED: dict[str, Raw] = {
    "D01": D01,
    "C01": C01,
    "C02": C02,
    "C03": C03,
    "D02": D02,
    "C04": C04,
    "C05": C05,
    "C06": C06,
    "C07": C07,
    "C08": C08,
    "C09": C09,
    "C10": C10,
    "C11": C11,
    "C12": C12,
    "C13": C13,
    "C14": C14,
    "C15": C15,
    "C16": C16,
}
