"""What is written in 有人搭把手 once it was applied for: review, charter, contract, months."""

from datetime import date

from casework.demo.stories.lending_hands_application import AGENCY
from casework.models import Content
from casework.workdays import months_after

COMMENTS = [
    "需求抓得准，照料者常被忽略。预算里替班补贴的标准要说明。",
    "小组与替班结合有新意，建议写明夜间急症怎样处理。",
    "用品租借要有消毒和押借办法，财务上单独记账。",
]
REVIEW: Content = {
    "panel": {"mode": "答辩"},
    "comments": "一、替班补贴写明标准。\n二、夜间急症的处理写进安全预案。\n三、租借用品单独记账。",
    "decision": "通过",
}
CHARTER: Content = {
    "approved": {
        "amount": "120000",
        "indicators": "个案 10 个\n小组 2 个、12 节\n活动 6 场\n走访 180 户次\n"
        "资源链接 10 次、折合 1.5 万元\n培训 2 场",
    },
    "wbs": [
        {"task": "照护家庭个案", "owner": "林悦", "qty": "10 个"},
        {"task": "支持小组", "owner": "陈思远", "qty": "2 个、12 节"},
        {"task": "开放日、义诊", "owner": "陈思远", "qty": "6 场"},
        {"task": "走访", "owner": "何佳", "qty": "180 户次"},
        {"task": "资源链接、志愿者培训", "owner": "林悦", "qty": "10 次、2 场"},
    ],
}


def contract(starts: date) -> Content:
    due = [starts, months_after(starts, 7), months_after(starts, 14)]
    said = [
        ("首期", "40", "协议签订后"),
        ("二期", "30", "中期评估合格"),
        ("尾款", "30", "结项验收"),
    ]
    return {
        "parties": [
            {"role": "甲方", "org": "天桥区民政局", "agent": "王旭", "phone": "053100000002"},
            {"role": "乙方", "org": AGENCY, "agent": "宋洁", "phone": "053100000001"},
            {"role": "丙方", "org": "天桥东街街道办事处", "agent": "马骏"},
        ],
        "payment": [
            {"phase": phase, "pct": pct, "condition": condition, "due": day.isoformat()}
            for (phase, pct, condition), day in zip(said, due, strict=True)
        ],
    }


def month(begins: date) -> Content:
    """Return what is to be done in a month: P05."""
    told = [
        (5, "照护家庭走访", "走访（户次）", "何佳", "15 户次"),
        (12, "个案会谈、陪诊", "个案（个）", "林悦", "每户每周一次"),
        (20, "护理用品租借", "资源（次）", "林悦", "1 次"),
    ]
    return {
        "items": [
            {
                "date": begins.replace(day=day).isoformat(),
                "activity": activity,
                "target": target,
                "owner": owner,
                "qty": qty,
            }
            for day, activity, target, owner, qty in told
        ]
    }
