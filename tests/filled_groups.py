"""The forms of S6 (指尖上的邻里) as they are typed. Everybody in it is invented."""

from typing import Any

Raw = dict[str, Any]

MEMBERS = {  # name → category, as the station keeps it
    "秦玉兰": "elder_alone",
    "苗凤英": "elder_alone",
    "冉桂琴": "elder_alone",
    "耿秀芝": "elder_alone",
    "晁文德": "elder_alone",
    "尚淑珍": "elder_alone",
    "邱德全": "elder_alone",
    "路长河": "disabled",
    "阚月娥": "disabled",
    "钮素梅": "general",
    "柏世安": "general",
    "储美娟": "general",
}
WAITING = ["辛宝田", "宫兰芳", "逄学礼"]
OTHERS = ["牟金花", "仝庆余"]

G01: Raw = {
    "method": ["问卷", "台账分析"],
    "result": {
        "n": "41",
        "finding": "63% 不会手机挂号，71% 不会手机缴费；怕按错、怕被骗的占一半以上。",
        "data_file": "2026Q1 问卷 41 份，档案柜 2-3",
    },
    "population": "60 岁以上，有智能手机、会接打电话，不会用或不敢用其他功能，多数独居。",
    "feasibility": "台账里同类需求 26 条；活动室有无线网络，两名志愿者可以一对一帮忙。",
    "need_refs": [{"need": "TQDJ-N-2026-0011"}, {"need": "TQDJ-N-2026-0017"}],
}
SESSIONS = [
    ("2026-04-14", "认识你我和手机", "相互认识，订好契约，会调字体和音量"),
    ("2026-04-21", "微信与防骗", "会发语音，能认出三种常见骗术"),
    ("2026-04-28", "预约挂号", "能自己挂上一个号"),
    ("2026-05-12", "缴费与健康码替代服务", "能缴一次水费，知道不用手机怎么办"),
    ("2026-05-19", "打车和导航", "两人一组，互相教会叫车"),
    ("2026-05-26", "成果展与告别", "展示学会的，说出变化，约好以后怎么来往"),
]
G02: Raw = {
    "group": {"name": "指尖上的邻里"},
    "type": "支持",
    "openness": "封闭",
    "theory": "社会学习理论：看别人做、自己练、教别人，最容易学会；从安全、归属的需要入手。",
    "background": "辖区独居老人有手机不敢用，挂号、缴费要等子女回来，越来越少出门。",
    "goals": [
        {
            "no": "1",
            "goal": "会用手机办日常的事",
            "indicator": "12 项操作掌握数",
            "measure": "操作清单，首节和末节各测一次",
            "target": "平均 ≥8 项",
        },
        {
            "no": "2",
            "goal": "和邻居有来往，不那么孤单",
            "indicator": "孤独感自评（0～10 分）",
            "measure": "首节和末节自评",
            "target": "平均下降 ≥1 分",
        },
    ],
    "model": "发展",
    "members": {
        "criteria": "60 岁以上，有智能手机，愿意每周来",
        "min": "8",
        "max": "12",
        "exclude": "重度听力障碍，另约上门教",
    },
    "schedule": {
        "sessions": "6",
        "freq": "每周二下午",
        "minutes": "90",
        "place": "天桥东社区活动室",
        "start": "2026-04-14",
        "end": "2026-05-26",
    },
    "recruit": "社区公告、网格员和社工介绍；逐个面谈 15 分钟，看手机、视力、听力和时间。",
    "session_outline": [
        {
            "no": str(number),
            "date": day,
            "theme": theme,
            "objective": objective,
            "content": "热身、讲解、分组练习、互教、小结",
            "materials": "大字讲义、放大镜支架",
            "person": "陈思远",
        }
        for number, (day, theme, objective) in enumerate(SESSIONS, 1)
    ],
    "staff": [
        {"name": "陈思远", "role": "组长"},
        {"name": "林悦", "role": "协作员"},
        {"name": "何佳", "role": "观察员"},
        {"name": "冯姨", "role": "志愿者"},
        {"name": "小庄", "role": "志愿者"},
    ],
    "resources": [{"resource": "活动室和无线网络"}, {"resource": "社区卫生中心测血糖"}],
    "budget": [
        {"item": "大字讲义", "unit": "份", "qty": "12", "price": "20", "source": "站点经费"},
        {"item": "茶点", "unit": "节", "qty": "6", "price": "60", "source": "站点经费"},
        {"item": "放大镜支架", "unit": "个", "qty": "12", "price": "20", "source": "爱心企业"},
        {"item": "志愿补贴", "unit": "人次", "qty": "12", "price": "30", "source": "站点经费"},
    ],
    "risks": [
        {"risk": "手机型号不一样", "response": "按系统分成两桌，志愿者一桌一人"},
        {"risk": "有人跟不上", "response": "结对互教，每节前 15 分钟复习"},
    ],
    "safety": (
        "跌倒：桌椅靠边，地面不留线，来回路上结伴。\n"
        "低血糖：备糖块和温水，不舒服马上停下，请社区卫生中心的医生，重的打 120。"
    ),
    "evaluation": ["前后测", "满意度", "出席率", "观察"],
    "stat_rule": {"primary_category": "elder_alone", "split_by_member": "yes"},
}
G03: Raw = {
    "applicants": [
        {
            "client_ref": "",
            "name": name,
            "phone": f"100000000{number:02d}",
            "category": category,
            "expectation": "会挂号、会缴费",
            "source": "项目招募",
        }
        for number, (name, category) in enumerate(
            [*MEMBERS.items(), *((each, "general") for each in WAITING + OTHERS)], 1
        )
    ],
    "screening": [
        *(
            {
                "applicant": name,
                "date": "2026-04-09",
                "fit": "合适",
                "special_need": "视力不好，坐前排" if name == "路长河" else "",
                "risk": "low",
                "decision": "入组",
            }
            for name in MEMBERS
        ),
        *({"applicant": name, "date": "2026-04-10", "decision": "候补"} for name in WAITING),
    ],
    "waitlist": [
        *({"name": name, "handled": "候补，有人退出时通知"} for name in WAITING),
        *({"name": name, "handled": "已电话告知，转手机开放课堂"} for name in OTHERS),
    ],
}
G04: Raw = {
    "members": [
        {
            "name": name,
            "role": "组员",
            "emergency_contact": f"{name[0]}某（子女）",
            "health_note": "高血压、膝关节病，少走楼梯" if name == "秦玉兰" else "",
        }
        for name in MEMBERS
    ],
    "clauses": [
        {"clause": "守时：不迟到、不早退；来不了提前告诉社工。"},
        {"clause": "尊重：一个人说话时大家听，不打断、不取笑。"},
        {"clause": "保密：组里听到的事不带出去。"},
        {"clause": "分享：愿意说多少说多少。"},
        {"clause": "安全：身体不舒服马上说，互相照应。"},
        {"clause": "互助：学会的教给别人。"},
    ],
    "signs": [
        {"name": name, "way": "指印" if name == "阚月娥" else "手写签名", "date": "2026-04-14"}
        for name in MEMBERS
    ],
    "media": [
        {"member": name, "agree": "no" if name in {"秦玉兰", "柏世安"} else "yes"}
        for name in MEMBERS
    ],
}
G05: Raw = {
    "meta": {
        "no": "3",
        "theme": "预约挂号",
        "date": "2026-04-28",
        "place": "天桥东社区活动室",
        "minutes": "90",
    },
    "objectives": [
        {"objective": "每人自己挂上一个号"},
        {"objective": "知道挂错了怎么退"},
    ],
    "flow": [
        {
            "time": "14:30",
            "minutes": "15",
            "activity": "复习上节：发语音",
            "purpose": "热身、找回信心",
            "leader": "林悦",
        },
        {
            "time": "14:45",
            "minutes": "25",
            "activity": "跟着做：挂一个号",
            "purpose": "看会步骤",
            "materials": "大字讲义、投屏",
            "leader": "陈思远",
        },
        {
            "time": "15:10",
            "minutes": "35",
            "activity": "两人一组练习",
            "purpose": "自己做成一次",
            "materials": "备用手机 4 部",
            "leader": "志愿者",
        },
        {"time": "15:45", "minutes": "15", "activity": "说一说、约下次", "leader": "陈思远"},
    ],
    "materials": [{"item": "备用手机 4 部"}, {"item": "志愿者 2 人，一桌一人"}],
    "risks": [{"risk": "备用手机不够，会争"}],
}
G06: Raw = {
    "attendance": [
        {"member": name, "status": "出席", "sign": "本人签名"}
        for name in MEMBERS
        if name not in {"冉桂琴", "储美娟"}
    ]
    + [
        {"member": "冉桂琴", "status": "迟到", "sign": "扫码签到"},
        {"member": "储美娟", "status": "请假"},
    ],
    "staff": [
        {"name": "陈思远", "role": "组长", "hours": "2", "sign": "本人签名"},
        {"name": "冯姨", "role": "志愿者", "hours": "2.5", "sign": "本人签名"},
        {"name": "小庄", "role": "志愿者", "hours": "2.5", "sign": "本人签名"},
    ],
}
G07: Raw = {
    "phase": "转折期",
    "process": [
        {
            "segment": "跟着做",
            "content": "投屏逐步演示，多数人两遍能跟上；三人卡在输验证码。",
            "dynamics": "会的主动凑过去看，阚月娥一直举手。",
        },
        {
            "segment": "两人一组练习",
            "content": "备用手机只有 4 部，晁文德和柏世安争着先用，声音大起来。"
            "社工请两人各说一遍想要什么，再问大家怎么排，定了每人五分钟。",
            "dynamics": "起初有人劝、有人走开；定了规则以后安静下来。",
        },
    ],
    "objective_result": [
        {"objective": "每人自己挂上一个号", "result": "11 人中 9 人做成"},
        {"objective": "知道挂错了怎么退", "result": "11 人都说得出"},
    ],
    "dynamics": "第一次有冲突，组员自己定了规则，是转折期的样子；路长河成了大家问的人。",
    "member_notes": [
        {
            "member": "路长河",
            "note": "看不清小字，独自在家时不敢热饭，说起来很沮丧。",
            "followup": "新需求",
        },
        {
            "member": "晁文德",
            "note": "争执后一直不说话，散场时社工陪他走了一段。",
            "followup": "关注",
        },
    ],
    "incident": "无人受伤；争执约 3 分钟，当场化解。",
    "satisfaction": "4.6",
    "reflection": "设备不够是我没想到的，下节起备够 6 部；冲突没有急着压下去是对的。",
}
G08: Raw = {
    "observer": {"name": "何佳", "no": "3", "date": "2026-04-28"},
    "interaction": [
        {"from": "晁文德", "to": "柏世安", "what": "争设备，后来轮着用"},
        {"from": "路长河", "to": "阚月娥", "what": "手把手教"},
    ],
    "per_member": [
        {"member": "路长河", "participation": "5", "emotion": "高兴", "behaviour": "教了三个人"},
        {"member": "晁文德", "participation": "3", "emotion": "先急后闷", "behaviour": "练习不停"},
        {
            "member": "尚淑珍",
            "participation": "2",
            "emotion": "紧张",
            "behaviour": "不敢按，等别人",
        },
    ],
}
G09: Raw = {
    "instrument": [
        {"name": "12 项操作", "scoring": "会一项记 1 分"},
        {"name": "孤独感自评", "scoring": "0～10 分，越高越孤单"},
    ],
    "scores": [
        {"member": "01", "measure": "12 项操作", "pre": "4", "post": "9"},
        {"member": "02", "measure": "12 项操作", "pre": "4.2", "post": "9.6"},
        {"member": "01", "measure": "孤独感自评", "pre": "7", "post": "5"},
        {"member": "02", "measure": "孤独感自评", "pre": "6.6", "post": "5.2"},
        {"member": "03", "measure": "孤独感自评", "pre": "6"},
    ],
    "satisfaction": [
        {"item": item, "score": "4.8", "content": "12", "answered": "12"}
        for item in ("内容", "形式", "社工", "收获", "推荐意愿", "时间")
    ]
    + [
        {"item": item, "score": "4.4", "content": "11", "answered": "12"}
        for item in ("场地", "设备")
    ],
    "comments": "“以后还想聚。”“再多教几遍打车。”",
}
G10: Raw = {
    "goals": [
        {
            "goal": "会用手机办日常的事",
            "indicator": "12 项操作掌握数",
            "target": "平均 ≥8 项",
            "result": "平均 9.3 项",
            "evidence": "操作清单前后测",
        },
        {
            "goal": "和邻居有来往，不那么孤单",
            "indicator": "孤独感自评（0～10 分）",
            "target": "平均下降 ≥1 分",
            "result": "下降 1.7 分",
            "evidence": "自评前后测、观察记录",
        },
    ],
    "process": "形成期彼此客气，第 3 节因设备起了争执，大家自己定了轮流的规则，此后互教成了习惯。",
    "outcome": "12 项操作：平均 4.1 → 9.3；孤独感自评：平均 6.8 → 5.1。结对互教比讲解更管用。",
    "expense": [
        {"item": "大字讲义", "budget": "240", "actual": "240"},
        {"item": "茶点", "budget": "360", "actual": "342.50"},
        {"item": "放大镜支架", "budget": "240", "actual": "240"},
        {"item": "志愿补贴", "budget": "360", "actual": "360"},
    ],
    "lessons": "备用设备要按人数的一半准备；叫车一节内容太多，可以分两节。",
    "followups": [
        {"who": "视力残疾的组员", "plan": "登记照护需求，由社工上门看一次"},
        {"who": "想继续聚的 3 人", "plan": "和志愿者一起商量成立互助队"},
    ],
}
G11: Raw = {
    "target": {"who": "全体组员", "way": "电话", "date": "2026-06-26"},
    "result": "12 人都还在用手机挂号或缴费；3 名组员和冯姨成立了“银铃互助队”，每周二聚一次。",
    "transform": "转社区社会组织",
}
FILLED_GROUPS: dict[str, Raw] = {
    "G01": G01,
    "G02": G02,
    "G03": G03,
    "G04": G04,
    "G05": G05,
    "G06": G06,
    "G07": G07,
    "G08": G08,
    "G09": G09,
    "G10": G10,
    "G11": G11,
}
