"""字典: the options that forms offer, in the handbook's words (chapters 3, 5 and 7)."""

from django.utils.translation import gettext_lazy as _

ADULT = 18  # years; 未成年人保护法
CHILD = 14  # years; below it the guardian consents (handbook 2.3, 个人信息保护法)

SEXES = ["男", "女", "未说明"]
ID_TYPES = ["居民身份证", "户口簿", "护照", "港澳台居民证件", "无证件"]
RESIDENCE = ["户在人在", "户在人不在", "人在户不在"]
MARITAL = ["未婚", "已婚", "离异", "丧偶", "其他"]
EDUCATION = ["未上学", "小学", "初中", "高中/中专", "大专", "本科及以上"]
EMPLOYMENT = ["在职", "灵活就业", "失业", "无业", "退休", "在读", "其他"]
HOUSING = ["自有", "公租/廉租", "租住", "单位福利房", "回迁", "宿舍", "机构", "安置", "其他"]
LIVING_WITH = ["独居", "空巢", "与子女", "与配偶", "隔代", "机构", "其他"]
SELF_CARE = ["能力完好", "轻度失能", "中度失能", "重度失能", "完全失能"]
BENEFITS = [
    "低保",
    "低保边缘",
    "刚性支出困难",
    "特困",
    "临时救助",
    "医疗救助",
    "残疾两项补贴",
    "孤儿/事无补贴",
    "高龄津贴",
    "长护险",
    "其他",
]
VISIT_LEVELS = ["高", "中", "低", "稳定"]
CONSENT_STATUS = ["未取得", "口头", "书面", "已撤回", "法定例外"]
PERSON_STATUS = ["潜在", "在服", "已结", "休眠", "死亡", "迁出", "注销"]
SOURCES = [
    "主动求助",
    "社工摸排",
    "社区转介",
    "街道/民政转介",
    "网格上报",
    "学校/医院转介",
    "热线",
    "其他机构转介",
    "项目招募",
]

CATEGORIES = [  # 5.2 client_category
    ("dibao", _("最低生活保障对象")),
    ("dibao_edge", _("低保边缘家庭成员")),
    ("tekun", _("特困供养人员")),
    ("rigid_expense", _("刚性支出困难家庭")),
    ("temp_aid", _("临时救助对象")),
    ("orphan", _("孤儿")),
    ("de_facto_unattended", _("事实无人抚养儿童")),
    ("child_difficulty", _("其他困境儿童")),
    ("left_behind_child", _("留守儿童")),
    ("migrant_child", _("流动儿童")),
    ("elder_alone", _("独居老人")),
    ("elder_empty", _("空巢老人")),
    ("elder_childless", _("孤寡老人")),
    ("elder_disabled", _("失能失智老人")),
    ("elder_lostchild", _("计划生育特殊家庭")),
    ("elder_80", _("高龄老人")),
    ("disabled", _("残疾人")),
    ("disabled_severe", _("重度残疾人")),
    ("mental", _("精神障碍患者")),
    ("single_mother", _("单亲困难母亲")),
    ("homeless", _("流浪乞讨人员")),
    ("laid_off", _("下岗失业人员")),
    ("migrant_worker", _("外来务工人员")),
    ("correction", _("社区矫正对象")),
    ("rehab", _("戒毒康复人员")),
    ("general", _("一般居民")),
]

CHANNELS = ["来访", "来电", "入户发现", "线上", "转介", "热线派单"]
IN_SCOPE = ["是", "否", "部分"]
SUGGESTIONS = ["接案", "咨询后结束", "转介", "不接案", "轮候"]
PROBLEM_TYPES = [  # 5.3 problem_type
    "经济困难",
    "照料缺失",
    "健康/康复",
    "情绪心理",
    "精神障碍与自伤",
    "家庭关系",
    "监护缺失",
    "学业",
    "就业",
    "住房安全",
    "法律维权",
    "人际与社会融入",
    "丧亲哀伤",
    "成瘾",
    "家暴/虐待",
    "政策申请",
    "社区纠纷",
    "其他",
]
CRISES = {  # C01.crisis_screen
    "self_harm": _("有自伤、自杀的念头或行为"),
    "harm_others": _("有伤害他人的念头或行为"),
    "violence": _("正在遭受暴力"),
    "abuse_neglect": _("正在遭受虐待或忽视"),
    "no_care": _("无人照料且不能自理"),
    "homeless": _("无处可住"),
    "acute_illness": _("急病或重病急性期"),
}

SENSITIVE_ITEMS = [  # C02.sensitive_consent: what each item opens is said by the questions
    ("health", _("健康、精神状况")),
    ("benefit", _("低保、特困等救助身份")),
    ("disability", _("残疾情况")),
    ("minor", _("未成年人信息")),
]
SIGN_MODES = ["纸质扫描", "电子签", "手写板", "口头同意见证"]
ORAL = "口头同意见证"
SIGNERS = ["服务对象", "监护人", "见证人"]
SIGN_WAYS = ["手写签名", "指印", "口头", "代签"]
WITHDRAWN_BY = ["口头", "书面", "监护人提出", "他人转达，已向本人核实"]

ASSESSMENT_SOURCES = [
    "会谈",
    "入户观察",
    "家属",
    "邻里/社区",
    "学校/单位",
    "医疗记录",
    "量表",
    "部门数据",
]
SUPPORT_TYPES = ["正式", "非正式"]
STRENGTHS = ["强", "一般", "弱"]
BENEFIT_STATES = ["已享受", "符合未办", "不符合", "待核实"]
SEVERITIES = ["1", "2", "3", "4", "5"]
PRIORITIES = ["高", "中", "低"]
NEED_DOMAINS = [  # D03.domain
    "生活照料",
    "经济救助",
    "医疗康复",
    "心理情绪",
    "教育成长",
    "就业增收",
    "住房安全",
    "法律维权",
    "社会支持",
    "社区参与",
    "政策咨询",
    "其他",
]
STRENGTH_LEVELS = ["个人", "家庭", "社区"]
RISKS = [("high", _("高")), ("medium", _("中")), ("low", _("低"))]
SCALES = [
    "PHQ-9",
    "GAD-7",
    "GDS-15",
    "WHO-5",
    "SDQ",
    "Barthel/ADL",
    "Lawton IADL",
    "SSRS",
    "MSPSS",
    "其他",
]
THEORIES = [
    "生态系统",
    "社会支持",
    "危机介入",
    "任务中心",
    "认知行为",
    "优势视角",
    "增能",
    "叙事",
    "家庭系统",
    "其他",
]
LEVELS = ["咨询", "一般个案", "重点个案", "个案管理"]
METHODS = ["面谈", "入户", "电话", "线上", "陪同", "联席", "小组", "资源链接", "其他"]

# ── 服务, 评估: C05, C07 ──
MODES = ["面谈", "入户", "电话", "线上", "陪同", "联席"]
VISIT, CALL = "入户", "电话"
TECHNIQUES = [
    "倾听与同理",
    "情绪支持",
    "澄清与聚焦",
    "鼓励与肯定",
    "资讯提供",
    "示范与演练",
    "家庭会谈",
    "怀旧",
    "资源链接",
    "危机介入",
    "其他",
]
RISK_CHANGES = [
    ("same", _("没有变化")),
    ("down", _("有所下降")),
    ("medium", _("升为中风险")),
    ("high", _("升为高风险")),
]
ADJUSTMENTS = ["继续", "调整目标", "延期", "转介", "提前结案"]
CLOSES = "提前结案"

# ── 结案, 跟进, 归档: C08, C09, C11, C14, C16 ──
ACHIEVED, REFERRED = "目标达成", "转介"
CLOSURES = [
    ACHIEVED,
    "服务对象要求终止",
    "转介",
    "失联",
    "迁出",
    "死亡",
    "不再符合范围",
    "项目终止",
    "社工/机构原因",
]
PARTED = {
    "服务对象要求终止",
    "死亡",
    "迁出",
    "失联",
    "转介",
}  # nobody there to ask (4.1 submit_closure)
AWAY = "入狱、入院"
ENDINGS = {  # 终止 before its time, and as what the case is then closed (handbook 4.1 abort)
    "死亡": "死亡",
    "迁出": "迁出",
    "失联": "失联",
    AWAY: "不再符合范围",
    "机构原因": "社工/机构原因",
}
ATTAINMENTS = ["未达成", "部分", "基本", "完全"]
GAS_SCORES = ["-2", "-1", "0", "1", "2"]
SATISFACTION = [  # the station's own eight items, 1 to 5 (handbook 7.2)
    _("社工尊重我，愿意听我说"),
    _("社工清楚说明了服务内容和我的权利"),
    _("服务符合我的需要"),
    _("服务的时间和方式方便我"),
    _("社工为我的事情保密"),
    _("我的问题有了改善"),
    _("以后遇到困难，我知道找谁、怎么办"),
    _("总的来说，我对服务满意"),
]
ANSWERED_BY = [("self", _("服务对象自填")), ("read", _("社工念给服务对象听，代填"))]
FOLLOW_UPS = [("1", _("结案后 1 个月")), ("3", _("结案后 3 个月")), ("6", _("结案后 6 个月"))]
FOLLOW_UP_WAYS = ["电话", "入户", "面谈", "线上"]
MAINTAINED = ["保持", "改善", "退步"]
FOLLOW_UP_ENDS = ["结束跟进", "继续跟进", "重开个案", "转介"]
REQUESTS = ["延期", "暂停", "恢复", "更换主责社工", "重开", "计划变更", "提前结案"]
RETENTIONS = ["10年", "30年", "至成年后若干年", "永久"]
ACCESSES = ["一般", "限制", "严格限制"]

# ── 家庭: D02 ──
UNIONS = ["婚姻", "离异", "同居", "亲子", "收养"]
QUALITIES = ["亲密", "一般", "疏离", "冲突", "断绝"]
SYSTEMS = ["家庭", "亲属", "邻里", "社区", "学校", "单位", "医疗", "政府", "社会组织", "其他"]
BONDS = ["强", "弱", "紧张"]
FLOWS_OF_SUPPORT = ["双向", "向服务对象", "向外"]

# ── 督导, 会诊, 转介, 交接: C06, C13, C10, C15 ──
SUPERVISIONS = ["个别", "团体", "同辈", "实地", "个案会诊", "文书批阅"]
SUPERVISION_MODES = ["面谈", "电话", "线上", "书面"]
SUPERVISION_FUNCTIONS = ["行政", "教育", "支持", "倡导/资源"]
ACTION_STATES = ["未开始", "进行中", "已完成", "不再做"]
OPEN_ACTIONS = {"未开始", "进行中"}
DIRECTIONS = ["转出", "转入"]
REFERRAL_REASONS = [
    "服务超出范围",
    "需要专业服务（医疗、心理、法律）",
    "居住地变更",
    "服务对象要求",
    "其他",
]
REFERRAL_CONSENTS = [
    ("yes", _("单独同意")),
    ("no", _("不同意")),
    ("duty", _("法定强制报告，不以同意为前提")),
]
REFERRED_ITEMS = [
    "基本信息",
    "联系方式",
    "预估摘要",
    "服务计划",
    "服务记录摘要",
    "量表结果",
    "风险提示",
    "其他",
]
TAKEN = "接收"
RECEIPTS = ["待回复", TAKEN, "拒收"]
REPLIED, REFUSED = {"接收", "拒收"}, "拒收"
HANDOVER_REASONS = ["离职", "调岗", "休假", "项目周期结束", "承接机构更换"]
COMES_BACK = "休假"  # the work is handed over, the account stays
TO_CHECK = [  # what whoever takes over goes through (handbook 4.10 check)
    *(("stage", _("阶段：办到哪一步")), ("risk", _("风险：等级和安全计划"))),
    *(("papers", _("未交的文书：还差什么")), ("next", _("下次约见：哪一天、做什么"))),
]

# ── 危机: C12 ──
CRISIS_TYPES = [
    "自杀自伤",
    "伤人",
    "家暴",
    "虐待忽视",
    "走失",
    "突发疾病",
    "无人照料",
    "火灾等安全",
    "群体冲突",
    "其他",
]
VIOLATIONS = {"家暴", "虐待忽视"}  # of which it must be said whether they are to be reported
DISCOVERIES = ["入户", "面谈", "来电", "线上", "量表筛查", "他人告知", "其他"]
CALLED = [
    *("110", "120", "精防/医院", "街道", "社区", "民政", "学校", "监护人"),
    *("家属", "其他"),
]
REPORT_GROUNDS = [  # the nine of the 九部门意见 of 2020, 反家庭暴力法第14条 (handbook 2.3)
    ("injury", _("未成年人隐私部位非正常损伤")),
    ("under_14", _("不满 14 周岁女性疑受性侵、怀孕、流产")),
    ("over_14", _("14 周岁以上未成年女性因疑受性侵怀孕、流产")),
    ("wounds", _("未成年人多处损伤、严重营养不良、意识不清，疑受暴力、欺凌、虐待")),
    ("harmed", _("未成年人因自杀、自残、中毒、殴打等伤残、死亡")),
    ("abandoned", _("未成年人被遗弃或长期无人照料")),
    ("origin", _("未成年人来源不明、失踪、疑被拐卖")),
    ("begging", _("未成年人被组织乞讨")),
    ("endangered", _("未成年人身心受其他严重侵害，或正面临不法侵害")),
    ("violence", _("无或限制民事行为能力人疑受家庭暴力（反家庭暴力法第十四条）")),
    ("other", _("其他")),
]

BUDGET = ["人员", "业务活动", "督导培训", "宣传", "管理", "税费", "其他"]  # P01.budget.category
STAFF = (  # how the roles end of who takes part in a service and is not served by it
    *("社工", "督导", "站长", "志愿者", "网格员", "工作人员", "书记", "医生", "民警"),
)
