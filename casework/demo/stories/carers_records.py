"""How the first three sessions of 轮到你歇一歇 went, and what an observer saw."""

from casework.models import Content


def _part(segment: str, content: str, dynamics: str = "") -> Content:
    return {"segment": segment, "content": content, "dynamics": dynamics}


def _reached(*pairs: tuple[str, str]) -> list[Content]:
    return [{"objective": objective, "result": result} for objective, result in pairs]


RECORDS: list[Content] = [
    {
        "phase": "形成期",
        "process": [
            _part(
                "介绍自己", "八人都说了照料的是谁、多久了，最长的十一年。", "先看社工，后来看彼此。"
            ),
            _part(
                "我家的一天", "时间圈一画出来，六个人夜里要起两次以上。", "汤世芬说“原来你也是”。"
            ),
        ],
        "objective_result": _reached(
            ("叫得出彼此的名字和照料的是谁", "八人中七人做到"),
            ("一起定好契约", "四条，全体签名；一人不愿拍照，已记下"),
        ),
        "dynamics": "客气、小心，卢秋菊年纪最大，大家让她先说；滕国栋晚到，坐在门边。",
        "satisfaction": "4.5",
        "reflection": "替班的人晚到了十分钟，耽误一位组员，下节改为提前半小时到。",
    },
    {
        "phase": "形成期",
        "process": [
            _part("三分钟呼吸", "热毛巾敷手，跟着数，两人睡着了。", "没有人叫醒他们。"),
            _part("最累的那一段", "涂红的多是夜里两点到五点。", "两人一组后话多起来。"),
        ],
        "objective_result": _reached(
            ("说出一天里最累的一段", "到场六人都说了"),
            ("试一个三分钟的放松", "六人做完，五人说回家愿意再做"),
        ),
        "dynamics": "卞淑华和汤世芬成了一对，散场后一起走；闵家旺是唯一照料妻子的，话不多。",
        "member_notes": [
            {"member": "邬春兰", "note": "没来也没打招呼，电话里说走不开。", "followup": "关注"},
        ],
        "satisfaction": "4.7",
        "reflection": "比苦的苗头有，一句“都不容易”收得太快，下节留给他们自己接。",
    },
    {
        "phase": "转折期",
        "process": [
            _part("没敢说的话", "念到“我盼着他早点走”，屋里静了很久，三个人哭了。"),
            _part(
                "愿意接的接",
                "一位组员说这话没良心，另一位站起来说“那你没熬过第八年”。"
                "社工请两人各说这句话让自己想起了什么。",
                "起初要吵，后来两人握了手。",
            ),
            _part("怎么开口", "练的最多的一句是“周六下午你来陪爸两个钟头”。"),
        ],
        "objective_result": _reached(
            ("知道烦和怨不等于不孝", "六人里五人说松了口气"),
            ("练习一句请人帮忙的话", "六人各有一句，写在卡上带回家"),
        ),
        "dynamics": "第一次有争执，也第一次有人护着别人；卢秋菊不再是大家让着的人，她自己先哭了。",
        "member_notes": [
            {
                "member": "邬春兰",
                "note": "连着两次没来。母亲夜里闹，丈夫不肯替，再缺一次多半就不来了。",
                "followup": "关注",
            },
            {
                "member": "汤世芬",
                "note": "说夜里只睡三小时，血压不稳，还瞒着儿女。",
                "followup": "新需求",
            },
        ],
        "incident": "一位组员家里来电，提前二十分钟走，志愿者陪到家。",
        "satisfaction": "4.8",
        "reflection": "争执时没有急着劝，是对的。邬春兰要上门一趟，不能只打电话。",
    },
]


def observation(day: str) -> Content:
    """Return what 何佳 saw at the third session."""
    seen = [
        ("卢秋菊", "5", "先忍后哭", "第一个接纸条"),
        ("汤世芬", "4", "疲惫", "给旁边的人递毛巾"),
        ("闵家旺", "3", "闷", "走之前说了一句“我也盼过”"),
        ("卞淑华", "4", "激动", "站起来替人说话"),
        ("滕国栋", "4", "平静", "坐到了圈子里面"),
        ("安秀珍", "3", "紧张", "多听少说"),
    ]
    return {
        "observer": {"name": "何佳", "no": "3", "date": day},
        "interaction": [
            {"from": "安秀珍", "to": "卞淑华", "what": "争执，后来握手"},
            {"from": "汤世芬", "to": "卢秋菊", "what": "递毛巾，拍肩"},
        ],
        "per_member": [
            {"member": name, "participation": points, "emotion": mood, "behaviour": did}
            for name, points, mood, did in seen
        ],
    }
