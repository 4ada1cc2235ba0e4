"""What is written in 轮到你歇一歇: for whom, how, and what came of its first sessions."""

from datetime import date

from casework.demo.stories.carers_sessions import OUTLINE
from casework.models import Content

NAME = "轮到你歇一歇"
PLACE = "义合社区二楼活动室"
MEMBERS = {  # name → category
    "卢秋菊": "elder_empty",
    "汤世芬": "elder_empty",
    "简玉梅": "rigid_expense",
    "闵家旺": "laid_off",
    "卞淑华": "elder_empty",
    "邬春兰": "rigid_expense",
    "滕国栋": "elder_empty",
    "安秀珍": "general",
}
WAITING, TURNED_AWAY = "项桂芝", "屈明礼"
UNPICTURED = "滕国栋"
AWAY = {2: {"邬春兰": "缺席", "安秀珍": "请假"}, 3: {"邬春兰": "缺席"}}
NOT_IN_TIME = {1: {"滕国栋": "迟到"}, 3: {"卞淑华": "迟到", "闵家旺": "早退"}}

NEED: Content = {
    "method": ["访谈", "个案汇聚"],
    "result": {
        "n": "23",
        "finding": "23 户里 17 户只有一个人照料，平均每天 9 小时；一半以上三个月没有自己出过门。",
        "data_file": "入户访谈记录，档案柜 3-1",
    },
    "population": "在家照料失能老人、残疾家人的人，多是老伴和儿媳，自己也有病痛，很少开口求助。",
    "feasibility": "五件个案里都说到照料的人撑不住；社区答应开组时派志愿者上门替班。",
}


def plan(dates: list[date]) -> Content:
    days = [each.isoformat() for each in dates]
    return {
        "group": {"name": NAME},
        "type": "支持",
        "openness": "封闭",
        "theory": "压力与应对理论：有人听、有办法、有帮手，照料的担子才能长久挑下去。",
        "background": "照料的人自己先倒下，是本季度三件个案的共同起因。",
        "goals": [
            _goal("1", "照料的担子轻一些", "照护负担自评（0～48 分）", "平均下降 ≥5 分"),
            _goal("2", "每周有属于自己的时间", "每周自己支配的小时数", "平均 ≥3 小时"),
        ],
        "model": "互动",
        "members": {
            "criteria": "在家照料失能、残疾家人半年以上，能每周来一次",
            "min": "6",
            "max": "8",
            "exclude": "正在危机中的，先做个案",
        },
        "schedule": {
            "sessions": str(len(OUTLINE)),
            "freq": "每周一次，逢放假顺延",
            "minutes": "90",
            "place": PLACE,
            "start": days[0],
            "end": days[-1],
        },
        "recruit": "从个案和走访中介绍，逐家谈 20 分钟，问清谁来替班。",
        "session_outline": [
            {"no": str(n), "date": day, "theme": each.theme, "objective": each.objectives[0]}
            for n, (day, each) in enumerate(zip(days, OUTLINE, strict=True), 1)
        ],
        "staff": STAFF,
        "resources": [{"resource": "社区活动室"}, {"resource": "替班志愿者每次 6 人"}],
        "budget": [
            _cost("茶点", "节", "6", "50"),
            _cost("护理教具", "套", "2", "160"),
            _cost("替班志愿补贴", "人次", "36", "20"),
        ],
        "risks": [{"risk": "家里临时走不开", "response": "替班志愿者上门；实在来不了的当晚电话"}],
        "safety": "组员血压高的多：备血压计和温水，不舒服马上停。"
        "家里出事的，志愿者先打 120 再打社工电话。",
        "evaluation": ["前后测", "满意度", "出席率", "观察"],
        "stat_rule": {"primary_category": "elder_empty", "split_by_member": "yes"},
    }


STAFF = [
    {"name": "陈思远", "role": "组长"},
    {"name": "林悦", "role": "协作员"},
    {"name": "何佳", "role": "观察员"},
]


def _goal(no: str, goal: str, indicator: str, target: str) -> Content:
    measure = "首节、末节各填一次"
    return {"no": no, "goal": goal, "indicator": indicator, "measure": measure, "target": target}


def _cost(item: str, unit: str, qty: str, price: str) -> Content:
    return {"item": item, "unit": unit, "qty": qty, "price": price, "source": "站点经费"}


def recruitment(screened: str) -> Content:
    everybody = [*MEMBERS, WAITING, TURNED_AWAY]
    decided = dict.fromkeys(MEMBERS, "入组") | {WAITING: "候补", TURNED_AWAY: "未入组"}
    return {
        "applicants": [
            {
                "name": name,
                "phone": f"100000000{number}",
                "category": MEMBERS.get(name, "general"),
                "expectation": "能歇口气，学点省力的办法",
                "source": "社工摸排",
            }
            for number, name in enumerate(everybody, 90)
        ],
        "screening": [
            {"applicant": name, "date": screened, "risk": "low", "decision": decision}
            for name, decision in decided.items()
        ],
        "waitlist": [
            {"name": WAITING, "handled": "本期人满，排在下期第一位；先给她一份喘息服务的申请办法"},
            {
                "name": TURNED_AWAY,
                "handled": "自己刚做完手术，先养病：已当面说明，由社工每周电话问候",
            },
        ],
    }


def contract(day: str) -> Content:
    return {
        "members": [{"name": name, "role": "组员"} for name in MEMBERS],
        "clauses": [
            {"clause": "这里说的话不带出门；有人有危险时，社工会告诉能帮忙的人。"},
            {"clause": "不比谁更苦，不替别人拿主意。"},
            {"clause": "来不了提前半天说，好让替班的人去别家。"},
            {"clause": "手机静音，家里来电随时接。"},
        ],
        "signs": [{"name": name, "way": "手写签名", "date": day} for name in MEMBERS],
        "media": [
            {"member": name, "agree": "no" if name == UNPICTURED else "yes"} for name in MEMBERS
        ],
    }


def session_plan(number: int, on: date) -> Content:
    own = OUTLINE[number - 1]
    meta = {"no": str(number), "theme": own.theme, "date": on.isoformat()}
    return {
        "meta": meta | {"place": PLACE, "minutes": "90"},
        "objectives": [{"objective": each} for each in own.objectives],
        "flow": [
            {"minutes": minutes, "activity": activity, "purpose": purpose, "leader": leader}
            for minutes, activity, purpose, leader in own.flow
        ],
        "materials": [{"item": each} for each in own.materials],
        "risks": [{"risk": own.risk}],
    }


def sheet(number: int, gone: list[str]) -> Content:
    """Return who came: whoever was away has not signed."""
    away, hurried = AWAY.get(number, {}), NOT_IN_TIME.get(number, {})
    return {
        "attendance": [
            {"member": name, "status": away[name]}
            if name in away
            else {"member": name, "status": hurried.get(name, "出席"), "sign": "本人签名"}
            for name in MEMBERS
            if name not in gone
        ],
        "staff": [each | {"hours": "2"} for each in STAFF],
    }
