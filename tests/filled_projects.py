"""The forms of S7 (五社联动·困境群体共筑希望计划) as they are typed: whole, to be submitted."""

from typing import Any

from tests.filled import Raw

NUMBER, TITLE = "TQDJ-P-2025-0003", "五社联动·困境群体共筑希望计划"
NEXT = "TQDJ-P-2026-0001 五社联动·困境群体共筑希望计划（二期）"
AGENCY = "济南市天桥区同舟社会工作服务中心"


def activity(no: str, content: str, said: str, times: str = "", schedule: str = "") -> Raw:
    """Return a row of what is to be done; ``said`` is method, quantity and unit."""
    method, qty, unit = said.split()
    row = {"no": no, "goal_no": "1", "content": content, "method": method}
    return row | {"qty": qty, "unit": unit, "person_times": times, "schedule": schedule}


def cost(category: str, item: str, said: str, basis: str = "") -> Raw:
    """Return a row of the budget; ``said`` is quantity, unit and price."""
    qty, unit, price = said.split()
    row = {"category": category, "item": item, "qty": qty, "unit": unit, "price": price}
    return row | {"source": "政府购买", "basis": basis}


P01: Raw = {
    "project": {"name": TITLE, "brand": "共筑希望"},
    "category": "社会救助",
    "applicant": {
        "org": AGENCY,
        "leader": "周岚",
        "phone": "053100000001",
        "qualification": "社会服务机构登记，社会组织评估 3A",
    },
    "funding": "政府购买",
    "scope": {
        "communities": "天桥东社区、义合社区",
        "start": "2025-11-01",
        "end": "2026-10-31",
    },
    "background": "天桥东街 2025 年三季度需求台账登记困难群众需求 186 条，"
    "其中物资与资金 71 条、照料 48 条、心理情绪 39 条、就业 28 条；"
    "七成家庭同时有两种以上需求，单靠救助政策难以覆盖。\n"
    "拟以“社工＋救助、社工＋资源、社工＋服务”三维，连接社区、社会组织、志愿者和慈善资源。",
    "beneficiaries": [
        {"category": "dibao_edge", "direct": "60", "indirect": "180", "selection": "台账排序"},
        {"category": "tekun", "direct": "12", "selection": "全部纳入"},
        {"category": "elder_alone", "direct": "48", "indirect": "60", "selection": "走访评估"},
    ],
    "goals": [
        {"no": "总", "goal": "困难群众的需求有人发现、有人对接、有人跟到底"},
        {
            "no": "1",
            "goal": "重点家庭得到专业服务",
            "indicator": "个案目标达成率",
            "baseline": "尚无专业个案",
            "target": "5 个个案，基本以上达成≥80%",
            "measure": "结案评估表、GAS",
        },
        {
            "no": "2",
            "goal": "邻里之间有来往",
            "indicator": "组员每周主动联系人数",
            "baseline": "平均 0.8 人",
            "target": "平均 2 人以上",
            "measure": "小组前后测",
        },
        {
            "no": "3",
            "goal": "困难家庭获得资源",
            "indicator": "资源链接次数、折合金额",
            "baseline": "上年 4 次",
            "target": "12 次、2 万元",
            "measure": "资源链接单",
        },
        {
            "no": "4",
            "goal": "服务对象满意",
            "indicator": "满意度",
            "baseline": "未测",
            "target": "≥90%",
            "measure": "满意度问卷，不少于 10 份",
        },
    ],
    "activities": [
        activity("1", "困难家庭个案服务", "个案 5 个", "60", "2025-12 起"),
        activity("2", "支持小组", "小组 2 个", "", "2026-04、2026-08"),
        activity("3", "支持小组单节", "小组 12 节", "144", "每组 6 节"),
        activity("4", "邻里互助与政策宣传活动", "活动 8 场", "320", "每季度 2 场"),
        activity("5", "困难家庭走访", "走访 240 户次", "300", "每月 20 户次"),
        activity("6", "慈善资源链接", "资源 12 次", "76", "每月 1 次"),
        activity("7", "链接资源折合金额", "资源 20000 元"),
    ],
    "milestones": [
        {"stage": "摸排建档", "start": "2025-11-01", "end": "2025-12-31", "deliverable": "台账"},
        {"stage": "服务实施", "start": "2026-01-01", "end": "2026-08-31", "deliverable": "记录"},
        {"stage": "评估结项", "start": "2026-09-01", "end": "2026-10-31", "deliverable": "报告"},
    ],
    "team": [
        {"name": "周岚", "role": "项目负责人", "cert": "中级社会工作师", "workload": "每周 1 天"},
        {"name": "林悦", "role": "个案、走访", "cert": "助理社会工作师", "workload": "每周 4 天"},
        {"name": "陈思远", "role": "小组、活动", "cert": "助理社会工作师", "workload": "每周 3 天"},
        {"name": "郑敏", "role": "督导", "cert": "高级社会工作师", "workload": "每月 1 次"},
    ],
    "budget": [
        cost("人员", "项目社工工资及社保（2 人合计）", "12 月 5000", "岗位工资表，社保按缴费基数"),
        cost("人员", "项目负责人补贴", "12 月 1500", "每周 1 天"),
        cost("业务活动", "小组物料、场地", "12 节 500", "讲义、茶点、教具"),
        cost("业务活动", "社区活动", "8 场 1500", "物料、志愿者补贴、保险"),
        cost("业务活动", "走访交通与慰问", "240 户次 50", "每户次慰问包 35 元、交通 15 元"),
        cost("业务活动", "个案支持", "5 个 900", "陪诊、评估工具、紧急支持"),
        cost("业务活动", "资源对接与发放", "12 次 1000", "仓储、运输"),
        cost("督导培训", "专业督导", "12 次 500", "高级社会工作师，每次 2 小时"),
        cost("督导培训", "培训", "2 场 1500", "讲师费、资料"),
        cost("宣传", "折页、总结册", "1 批 4500", "两家询价取低"),
        cost("管理", "管理费", "1 项 9000", "总额的 6%，办公、水电、财务"),
        cost("税费", "税费", "1 项 3000", "按开票金额测算"),
    ],
    "outcomes": [
        {"level": "产出", "desc": "服务 900 人次", "indicator": "服务记录"},
        {"level": "成果", "desc": "重点家庭的目标基本达成", "indicator": "GAS、量表"},
        {"level": "影响", "desc": "形成救助对象分层服务的做法", "indicator": "制度文本"},
    ],
    "evaluation": "月度看指标，周期过半和期满请第三方评估；服务对象问卷、访谈，抽查卷宗。",
    "risks": [
        {
            "risk": "服务对象突发危机",
            "prob": "中",
            "impact": "高",
            "response": "按危机流程，十分钟内报督导",
        },
        {"risk": "社工离职", "prob": "低", "impact": "高", "response": "交接单、共同会面"},
    ],
    "sustainability": "骨干志愿者和社区社会组织接手邻里活动；个案转入社工站常规服务。",
    "files": [
        {"name": "登记证书复印件", "copies": "1"},
        {"name": "团队证书复印件", "copies": "4"},
    ],
}
P02: Raw = {
    "panel": {"mode": "答辩"},
    "comments": "一、管理费测算依据要写到开支项。\n二、风险应对要有责任人。\n"
    "三、资源链接写明五步怎样留痕。",
    "decision": "修改后通过",
    "publicity": {"from": "2025-10-16", "to": "2025-10-22", "objections": "公示期内没有异议。"},
}
P03: Raw = {
    "approved": {
        "amount": "150000",
        "indicators": "个案 5 个\n小组 2 个、12 节\n活动 8 场\n走访 240 户次\n"
        "资源链接 12 次、折合 2 万元\n"
        "服务 900 人次\n满意度≥90%",
    },
    "wbs": [
        {"task": "个案服务", "owner": "林悦", "due": "2026-10-15", "qty": "5 个"},
        {"task": "支持小组", "owner": "陈思远", "due": "2026-09-30", "qty": "2 个、12 节"},
        {"task": "社区活动", "owner": "陈思远", "due": "2026-10-15", "qty": "8 场"},
        {"task": "困难家庭走访", "owner": "林悦", "due": "2026-10-31", "qty": "240 户次"},
        {"task": "资源链接", "owner": "周岚", "due": "2026-10-31", "qty": "12 次、2 万元"},
    ],
}
P04: Raw = {
    "parties": [
        {"role": "甲方", "org": "天桥区民政局", "agent": "刘畅", "phone": "053100000002"},
        {"role": "乙方", "org": AGENCY, "agent": "周岚", "phone": "053100000001"},
        {"role": "丙方", "org": "天桥东街街道办事处", "agent": "高建国"},
    ],
    "payment": [
        {"phase": "首期", "pct": "40", "condition": "协议签订后", "due": "2025-11-15"},
        {"phase": "二期", "pct": "30", "condition": "中期评估合格", "due": "2026-06-15"},
        {"phase": "尾款", "pct": "30", "condition": "结项验收通过", "due": "2026-12-31"},
    ],
}
P05: Raw = {
    "items": [
        {
            "date": "2026-05-06",
            "activity": "困难家庭走访",
            "target": "走访 240 户次",
            "owner": "林悦",
            "qty": "20 户次",
        },
        {
            "date": "2026-05-12",
            "activity": "手机小组第 4～6 节",
            "target": "小组 12 节",
            "owner": "陈思远",
            "qty": "3 节",
        },
        {
            "date": "2026-05-23",
            "activity": "邻里互助日",
            "target": "活动 8 场",
            "owner": "陈思远",
            "qty": "1 场",
        },
    ],
}
P06: Raw = {
    "analysis": "进度过半，走访和个案走在前面，小组和资源链接落后。\n"
    "问题：两份文书督导批阅逾期；资源链接缺少反馈。",
    "doc_check": [
        {"doc": "TQDJ-C-2026-0001-C05-03-1", "finding": "督导批阅逾期 2 日", "score": "82"},
        {"doc": "TQDJ-C-2026-0003-C03-01-1", "finding": "要素齐全，风险依据清楚", "score": "92"},
        {"doc": "TQDJ-C-2026-0004-C04-01-1", "finding": "督导批阅逾期 3 日", "score": "80.5"},
    ],
    "result": {
        "score": "78",
        "grade": "合格",
        "rectify": "两份文书督导批阅逾期，说明原因并补批\n资源链接补双向反馈",
    },
    "rectification": [
        {
            "item": "两份文书督导批阅逾期",
            "action": "已补批；督导待办每日提醒",
            "due": "2026-05-26",
            "evidence": "批阅记录 2 份",
        },
        {
            "item": "资源反馈缺",
            "action": "补齐提供方和服务对象的反馈",
            "due": "2026-05-29",
            "evidence": "资源反馈 5 份",
        },
    ],
}
P07: Raw = {
    "type": "指标",
    "diff": [
        {"item": "指标·小组·个", "before": "2", "after": "1"},
        {"item": "指标·小组·节", "before": "12", "after": "6"},
        {"item": "指标·培训·场", "before": "0", "after": "3"},
        {"item": "预算·业务活动", "before": "46500", "after": "42000"},
        {"item": "预算·督导培训", "before": "9000", "after": "13500"},
    ],
    "reason": "第二个小组报名不足 6 人，改为 3 场照顾者工作坊。调剂 4500 元，占总额 3%；"
    "服务人次不减。",
}
P08: Raw = {
    "self_eval": "全部指标完成或超额完成；五名重点家庭的目标都有进展，资源链接从弱项变成强项。",
    "results": [
        {"dimension": "指标", "weight": "30", "score": "94", "evidence": "系统累计，抽查一致"},
        {"dimension": "成效", "weight": "25", "score": "92", "evidence": "结案 GAS、前后测"},
        {"dimension": "满意度", "weight": "15", "score": "96", "evidence": "问卷 46 份"},
        {"dimension": "财务", "weight": "15", "score": "88", "evidence": "专账，票据齐全"},
        {"dimension": "社会评价", "weight": "15", "score": "88", "evidence": "街道、社区访谈"},
    ],
    "grade": "优秀",
}
P09: Raw = {
    "body": "项目于 2025 年 11 月启动，2026 年 10 月期满，"
    "覆盖天桥东、义合两个社区，三名社工参与实施。\n"
    "个案：目标 5 个，完成 5 个；小组（变更后）：目标 6 节，完成 6 节；"
    "工作坊：目标 3 场，完成 3 场。\n"
    "活动：目标 8 场，完成 9 场；走访：目标 240 户次，完成 252 户次；"
    "资源链接：目标 12 次、2 万元，完成 14 次、折合 2.3 万元。\n"
    "五个重点家庭中，一人停止独自吃药、按时复诊并就业，一户住上不漏雨的房子，其余三户的目标也都有进展。"
    "\n"
    "街道据此制定了困难群众分层走访办法。",
    "cases": [
        {
            "story": "“先把雨挡在外面”",
            "summary": "残障特困家庭的五步资源链接，已匿名并经审查通过。",
        }
    ],
    "lessons": "先对接、后承诺；一次被拒要有第二家。问题是小组招募偏晚。"
    "建议下期把照顾者作为单独一类服务对象。",
    "carryover": [
        {"item": "在案个案", "plan": "C-2026-0002、0005 转入下期继续服务", "next_project": NEXT},
        {"item": "在案个案", "plan": "C-2026-0003、0004 余下回访", "next_project": NEXT},
        {"item": "组织", "plan": "银铃互助队由社区继续支持"},
    ],
}
P10: Raw = {
    "lines": [
        {"category": "人员", "budget": "78000", "actual": "78000"},
        {"category": "业务活动", "budget": "42000", "actual": "41120", "note": "走访慰问包降价"},
        {"category": "督导培训", "budget": "13500", "actual": "12860", "note": "一次督导改线上"},
        {"category": "宣传", "budget": "4500", "actual": "4180"},
        {"category": "管理", "budget": "9000", "actual": "8900"},
        {"category": "税费", "budget": "3000", "actual": "2800"},
    ],
    "vouchers": [
        {"no": "2025-11 记 001–018", "content": "第一册", "sheets": "46", "amount": "36420"},
        {"no": "2026-02 记 001–031", "content": "第二册", "sheets": "71", "amount": "38160"},
        {"no": "2026-05 记 001–027", "content": "第三册", "sheets": "65", "amount": "37500"},
        {"no": "2026-08 记 001–022", "content": "第四册", "sheets": "52", "amount": "35780"},
    ],
    "audit": {
        "org": "济南某会计师事务所",
        "opinion": "收支真实，专款专用，凭证齐全。",
        "file": "专审〔2026〕31 号",
    },
    "surplus": {"method": "退回购买方"},
}
P11: Raw = {
    "link": {"prev": f"{NUMBER} {TITLE}", "next": NEXT, "gap_days": "31"},
    "gap_plan": "2026 年 11 月由天桥东街街道社工站林悦保底跟进，每周电话一次，"
    "紧急情况由站长周岚接听。",
    "notice": [
        {"client": f"TQDJ-C-2026-000{number}", "informed_at": f"2026-09-0{number}"}
        for number in range(2, 6)
    ],
    "handover": [
        {"org": AGENCY, "ref": "TQDJ-C-2026-0005-C15-01-1", "date": "2026-10-20"},
    ],
}
PROJECTS: dict[str, Raw] = {
    "P01": P01,
    "P02": P02,
    "P03": P03,
    "P04": P04,
    "P05": P05,
    "P06": P06,
    "P07": P07,
    "P08": P08,
    "P09": P09,
    "P10": P10,
    "P11": P11,
}


def target(name: str, wanted: str, done: str, rate: str, month: str = "") -> dict[str, Any]:
    return {"indicator": name, "target": wanted, "month": month, "done": done, "rate": rate}


def going_on(number: int, stage: str) -> dict[str, Any]:
    row = {"item": "在案个案", "number": f"TQDJ-C-2026-000{number}", "stage": stage}
    return row | {"way": "下期", "to": NEXT}


PROGRESS = [
    target("个案（个）", "5", "4", "80%", "1"),
    target("小组（个）", "2", "1", "50%", "1"),
    target("活动（场）", "8", "5", "62.5%", "1"),
    target("走访（户次）", "240", "168", "70%", "24"),
    target("资源（次）", "12", "5", "41.7%", "1"),
]
DRAWN: dict[str, dict[str, Any]] = {  # what the system adds when they are sealed
    "P02": {
        "panel": {
            "experts": "赵启明、孙立、方芸、郝静、马骏",
            "conflict_declared": "马骏申报利益冲突，回避，没有打分；有效评分 4 份，均分 84.5。",
        },
        "scores": [
            {"item": "需求", "weight": 15, "score": "88"},
            {"item": "目标", "weight": 15, "score": "84"},
            {"item": "方案", "weight": 20, "score": "85"},
            {"item": "预算", "weight": 15, "score": "82"},
            {"item": "团队", "weight": 15, "score": "86"},
            {"item": "创新", "weight": 10, "score": "82"},
            {"item": "可持续", "weight": 10, "score": "83"},
        ],
    },
    "P05": {"done": PROGRESS},
    "P06": {
        "indicator_progress": PROGRESS,
        "expense": {"budget": "150,000.00", "spent": "78,000.00", "rate": "52%"},
    },
    "P11": {
        "ongoing": [
            going_on(2, "介入中"),
            going_on(3, "跟进中"),
            going_on(4, "跟进中"),
            going_on(5, "介入中"),
        ]
    },
}
