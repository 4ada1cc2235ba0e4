"""What is applied for in 有人搭把手 (P01)."""

from datetime import date, timedelta

from casework.models import Content
from casework.workdays import months_after

NAME = "有人搭把手·困难家庭照护支持项目"
AGENCY = "济南市天桥区同舟社会工作服务中心"
A_DAY = timedelta(days=1)


def _does(no: str, content: str, said: str, times: str = "") -> Content:
    """Return a row of what is to be done; ``said`` is method, quantity and unit."""
    method, qty, unit = said.split()
    row = {"no": no, "goal_no": "1", "content": content, "method": method}
    return row | {"qty": qty, "unit": unit, "person_times": times}


def _costs(category: str, item: str, said: str, basis: str) -> Content:
    """Return a row of the budget; ``said`` is quantity, unit and price."""
    qty, unit, price = said.split()
    row = {"category": category, "item": item, "qty": qty, "unit": unit, "price": price}
    return row | {"source": "政府购买", "basis": basis}


ACTIVITIES = [
    _does("1", "照护家庭个案服务", "个案 10 个", "80"),
    _does("2", "照护者支持小组", "小组 2 个"),
    _does("3", "照护者支持小组单节", "小组 12 节", "90"),
    _does("4", "照护开放日、义诊", "活动 6 场", "200"),
    _does("5", "照护家庭走访", "走访 180 户次", "260"),
    _does("6", "护理用品租借、喘息资源链接", "资源 10 次"),
    _does("7", "链接资源折合金额", "资源 15000 元"),
    _does("8", "替班志愿者培训", "培训 2 场"),
]
BUDGET = [
    _costs("人员", "项目社工工资及社保", "12 月 5000", "一人，岗位工资表"),
    _costs("业务活动", "支持小组物料、替班补贴", "12 节 600", "每节替班 6 人"),
    _costs("业务活动", "开放日、义诊", "6 场 1500", "物料、保险"),
    _costs("业务活动", "走访交通与护理包", "180 户次 60", "护理包 45 元、交通 15 元"),
    _costs("业务活动", "护理用品租借周转", "10 次 900", "运输、消毒、维修"),
    _costs("督导培训", "专业督导", "12 次 400", "每月一次"),
    _costs("督导培训", "替班志愿者培训", "2 场 1600", "讲师费、教具"),
    _costs("宣传", "照护手册", "1 批 3800", "三家询价取低"),
    _costs("管理", "管理费", "1 项 7200", "总额的 6%"),
    _costs("税费", "税费", "1 项 5000", "按开票金额测算"),
]


def application(starts: date) -> Content:
    """Return P01, for a year from a day on."""
    ends, third = months_after(starts, 12) - A_DAY, months_after(starts, 3)
    return {
        "project": {"name": NAME, "brand": "搭把手"},
        "category": "社会救助",
        "applicant": {
            "org": AGENCY,
            "leader": "林悦",
            "phone": "053100000003",
            "qualification": "社会服务机构登记，社会组织评估 3A",
        },
        "funding": "政府购买",
        "scope": {
            "communities": "天桥东社区、义合社区",
            "start": starts.isoformat(),
            "end": ends.isoformat(),
        },
        "background": "上季度需求台账登记照护类需求 64 条，其中夜间照护 21 条、用品租借 18 条、"
        "照料的人撑不住 25 条；七成家庭只有一个人照料，办结不到四成。",
        "beneficiaries": [
            {"category": "elder_disabled", "direct": "45", "indirect": "60", "selection": "台账"},
            {"category": "disabled_severe", "direct": "15", "indirect": "20", "selection": "残联"},
            {"category": "rigid_expense", "direct": "20", "selection": "走访评估"},
        ],
        "goals": [
            {"no": "总", "goal": "照料有人搭手，照料的人不先倒下"},
            {
                "no": "1",
                "goal": "照护家庭的难处有人跟到底",
                "indicator": "个案目标达成率",
                "baseline": "多数只登记、不跟进",
                "target": "10 个个案，基本以上达成≥80%",
                "measure": "结案评估表",
            },
            {
                "no": "2",
                "goal": "照料的人轻松一些",
                "indicator": "照护负担自评（0～48 分）",
                "baseline": "平均 29 分",
                "target": "平均下降 5 分以上",
                "measure": "小组前后测",
            },
            {
                "no": "3",
                "goal": "用品和替班找得到",
                "indicator": "资源链接次数、折合金额",
                "baseline": "上年 3 次",
                "target": "10 次、1.5 万元",
                "measure": "资源链接单",
            },
        ],
        "activities": ACTIVITIES,
        "milestones": [
            _stage("摸底建档", starts, third - A_DAY, "照护家庭名册"),
            _stage("服务实施", third, months_after(starts, 10) - A_DAY, "服务记录"),
            _stage("评估结项", months_after(starts, 10), ends, "结项报告"),
        ],
        "team": [
            {"name": "林悦", "role": "项目负责人、个案", "workload": "每周 4 天"},
            {"name": "陈思远", "role": "小组、活动", "workload": "每周 2 天"},
            {"name": "何佳", "role": "走访、台账", "workload": "每周 2 天"},
            {"name": "郑敏", "role": "督导", "cert": "高级社会工作师", "workload": "每月 1 次"},
        ],
        "budget": BUDGET,
        "outcomes": [
            {"level": "产出", "desc": "服务 600 人次以上", "indicator": "服务记录"},
            {"level": "成果", "desc": "照料的人负担减轻", "indicator": "前后测"},
            {"level": "影响", "desc": "社区有一支会替班的队伍", "indicator": "志愿者名册"},
        ],
        "evaluation": "每月看指标，周期过半和期满请第三方评估；抽查卷宗，电话回访服务对象。",
        "risks": [
            {"risk": "替班时老人突发急病", "prob": "中", "impact": "高", "response": "先打 120"},
            {"risk": "用品损坏", "prob": "中", "impact": "低", "response": "登记押借，周转金维修"},
        ],
        "sustainability": "替班志愿者编入社区互助队，护理用品留在社区公用；"
        "个案转入社工站常规服务。",
        "files": [{"name": "登记证书复印件", "copies": "1"}],
    }


def _stage(stage: str, start: date, end: date, made: str) -> Content:
    days = {"start": start.isoformat(), "end": end.isoformat()}
    return {"stage": stage, "deliverable": made} | days
