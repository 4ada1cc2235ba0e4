"""The forms of a project: what adds up by itself, and what is refused with a plain sentence."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from accounts.models import Station, User
from casework import proposals
from casework.catalogue import FORMS
from casework.models import Checked, DataKey, Project, ProjectProposal
from casework.models.project_forms.measures import COUNTED, UNITS
from casework.proposals import budget_of
from tests.filled_projects import DRAWN, NUMBER, PROGRESS, PROJECTS, TITLE

GOING_ON = DRAWN["P11"]["ongoing"]


def project(status: str = "", **known: Any) -> Any:
    """Return a project of which these things are known: in_force_P01=…, ongoing_rows=…."""
    found: dict[Any, Any] = {
        ("ongoing_rows",): [],
        ("review_begun_with",): {},
        ("in_force", "P01"): None,
        ("baselines_of",): [],
    }
    found |= {tuple(key.split("__")): value for key, value in known.items()}
    return SimpleNamespace(
        known=found, status=status, number=NUMBER, title=TITLE, station="天桥东街街道社工站"
    )


def read(code: str, about: Any = None, **different: Any) -> Checked:
    return FORMS[code].read(PROJECTS[code] | different, about or project())


@pytest.fixture
def applied() -> Any:
    """A project whose application is in force."""
    row = ProjectProposal().take(read("P01").content)
    return project(in_force__P01=row)


# ── all of them ───────────────────────────────────────────────────────────────────────────


@pytest.fixture
def stored(station: Station, zhou_lan: User) -> Project:
    return Project.objects.create(
        kind="P",
        number=NUMBER,
        registration=NUMBER,
        title=TITLE,
        station=station,
        status=Project.Status.DRAFTING,
        registered_by=zhou_lan,
        owner=zhou_lan,
        opened_on=date(2025, 9, 1),
        sealed_with=DataKey.objects.create(),
    )


@pytest.mark.parametrize("code", PROJECTS)
def test_what_was_typed_is_kept_and_read_back(code: str, stored: Project) -> None:
    form: Any = FORMS[code]
    content = read(code).content
    form(dossier=stored, instance=1).take(content).save()

    assert form.objects.get().content().items() >= content.items()


@pytest.mark.parametrize("code", PROJECTS)
def test_what_the_system_adds_is_what_nobody_is_asked(code: str, stored: Project) -> None:
    silent = {each.key for each in FORMS[code].questions() if not each.asked}

    assert FORMS[code].reckoned(stored, 1).keys() <= silent


# ── P01 ───────────────────────────────────────────────────────────────────────────────────


def test_a_budget_adds_up_by_itself(applied: Any) -> None:
    budget = budget_of(applied)

    assert {category: int(yuan) for category, yuan in budget.items()} == {
        "人员": 78_000,
        "业务活动": 46_500,
        "督导培训": 9_000,
        "宣传": 4_500,
        "管理": 9_000,
        "税费": 3_000,
    }
    shown = FORMS["P01"].question("budget").shown(read("P01").content["budget"])
    assert shown["rows"][-1][0] == "合计"
    assert shown["rows"][-1][5] == "150,000.00"


def test_an_amount_that_is_typed_is_not_taken(applied: Any) -> None:
    rows = [PROJECTS["P01"]["budget"][0] | {"amount": "1"}]

    assert read("P01", budget=rows).content["budget"][0]["amount"] == "60000.00"


@pytest.mark.parametrize("method", COUNTED)
@pytest.mark.parametrize("unit", UNITS)
def test_an_activity_is_counted_in_a_unit_of_its_method(method: str, unit: str) -> None:
    row = PROJECTS["P01"]["activities"][0] | {"method": method, "unit": unit}
    wrong = read("P01", activities=[row]).wrong

    assert (wrong == {}) == (unit in COUNTED[method])


def test_a_unit_that_counts_nothing_is_refused_in_its_own_cell() -> None:
    row = PROJECTS["P01"]["activities"][4] | {"unit": "场"}
    read_ = read("P01", activities=[PROJECTS["P01"]["activities"][0], {}, row])

    says = "“走访”按户次、人次计，算不出“场”，请改单位或方式。"
    assert read_.wrong == {"activities.2.unit": says}, "the empty row counts on the page"


@pytest.mark.parametrize("end", ["2025-11-01", "2025-10-31"])
def test_a_project_lasts_for_some_days(end: str) -> None:
    scope = PROJECTS["P01"]["scope"] | {"end": end}

    assert list(read("P01", scope=scope).wrong) == ["scope.end"]


def test_a_stage_does_not_end_before_it_starts() -> None:
    row = PROJECTS["P01"]["milestones"][0] | {"end": "2025-10-01"}

    assert list(read("P01", milestones=[row]).wrong) == ["milestones.0.end"]


def test_a_goal_may_be_handed_in_unmeasured_to_be_asked_for_by_the_lifecycle() -> None:
    assert read("P01", goals=[{"goal": "邻里之间有来往"}]).whole


# ── P02, P03 ──────────────────────────────────────────────────────────────────────────────


def test_who_was_on_the_panel_is_what_the_panel_says_and_not_what_is_typed() -> None:
    panel = {"experts": "赵启明、孙立", "conflict_declared": "没有人申报利益冲突。"}
    about = project(review_begun_with={"panel": (panel, "带自评审记录。")})
    typed = {"mode": "书面", "experts": "别人", "conflict_declared": "没有"}

    assert read("P02", about, panel=typed).content["panel"] == {"mode": "书面"} | panel


def test_a_publicity_does_not_end_before_it_begins() -> None:
    shown = {"from": "2025-10-22", "to": "2025-10-16"}

    assert list(read("P02", publicity=shown).wrong) == ["publicity.to"]


def test_a_charter_begins_with_what_was_applied_for(applied: Any) -> None:
    begun = FORMS["P03"].prefilled(applied)

    granted, _says = begun["approved"]
    assert granted["amount"] == "150000.00"
    assert "走访 240 户次（困难家庭走访）" in granted["indicators"].splitlines()
    assert begun["wbs"][0][0] == {"task": "困难家庭个案服务", "qty": "5 个"}


@pytest.mark.parametrize("code", ["P03", "P04", "P09", "P10"])
def test_without_an_application_in_force_nothing_is_begun_with(code: str) -> None:
    assert FORMS[code].prefilled(project()) == {}


# ── P04, P08 ──────────────────────────────────────────────────────────────────────────────


def test_a_contract_begins_with_who_has_applied(applied: Any) -> None:
    parties, _says = FORMS["P04"].prefilled(applied)["parties"]

    assert [each["role"] for each in parties] == ["甲方", "乙方", "丙方"]
    assert parties[1]["org"] == "济南市天桥区同舟社会工作服务中心"


def test_instalments_make_a_whole() -> None:
    rows = PROJECTS["P04"]["payment"]

    says = "各期比例合计应为 100%，现在是 70%，请核对。"
    assert read("P04", payment=rows[:2]).wrong == {"payment": says}


@pytest.mark.parametrize("left", [["甲方", "丙方"], ["乙方"], ["甲方", "乙方", "乙方"]])
def test_a_contract_has_who_pays_and_who_does_the_work_once_each(left: list[str]) -> None:
    rows = {row["role"]: row for row in PROJECTS["P04"]["parties"]}

    assert list(read("P04", parties=[rows[role] for role in left]).wrong) == ["parties"]


def test_a_contract_says_how_personal_data_are_processed_for_another() -> None:
    terms = str(FORMS["P04"].question("terms").shown(None))

    assert "个人信息保护法第二十一条" in terms
    assert "档案移交" in terms


def test_the_weights_of_an_evaluation_make_a_whole() -> None:
    rows = PROJECTS["P08"]["results"]

    says = "权重合计应为 100，现在是 85，请核对。"
    assert read("P08", results=rows[:-1]).wrong == {"results": says}


# ── P06 ───────────────────────────────────────────────────────────────────────────────────


def test_faults_are_answered_when_they_are_to_be_put_right_and_not_before() -> None:
    assert read("P06", project("midterm"), rectification=[]).whole
    assert list(read("P06", project("rectifying"), rectification=[]).missing) == ["rectification"]


def test_an_evaluation_without_faults_asks_for_no_answer() -> None:
    fine = PROJECTS["P06"]["result"] | {"rectify": ""}

    assert read("P06", project("rectifying"), result=fine, rectification=[]).whole


# ── P07 ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("item", "after"),
    [
        ("预算·宣传", "大约五千"),
        ("预算·宣传", "1.234"),
        ("指标·小组·节", "6.5"),
        ("指标·小组·节", "六"),
    ],
)
def test_a_change_is_written_so_that_a_new_baseline_can_be_made_of_it(
    item: str, after: str
) -> None:
    row = {"item": item, "before": "12", "after": after}
    rows = [*PROJECTS["P07"]["diff"][:1], row]

    assert list(read("P07", diff=rows).wrong) == ["diff.1.after"]


def test_another_change_is_told_in_words() -> None:
    row = {"item": "人员", "before": "林悦", "after": "陈思远（助理社会工作师）"}

    assert read("P07", type="人员", diff=[row]).whole


@pytest.mark.parametrize("kind", ["指标", "预算"])
def test_whoever_changes_targets_or_budget_says_which(kind: str) -> None:
    row = {"item": "地点", "before": "天桥东社区", "after": "义合社区"}

    says = f"变更类别是“{kind}”，对照里至少写一行改哪一项。"
    assert read("P07", type=kind, diff=[row]).wrong == {"diff": says}


# ── P09, P10 ──────────────────────────────────────────────────────────────────────────────


def test_a_report_begins_with_the_figures_and_with_what_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(proposals, "progress_rows", lambda dossier: PROGRESS)
    begun = FORMS["P09"].prefilled(project(ongoing_rows=GOING_ON))

    assert "走访（户次）：目标 240，完成 168，完成率 70%。" in begun["body"][0].splitlines()
    left = [row["plan"] for row in begun["carryover"][0]]
    assert left == [f"TQDJ-C-2026-000{number}：下期" for number in range(2, 6)]


def test_final_accounts_begin_with_the_budget_and_add_up(applied: Any) -> None:
    lines, _says = FORMS["P10"].prefilled(applied)["lines"]
    content = read("P10").content

    assert sum(Decimal(row["budget"]) for row in lines) == 150_000
    assert [row["diff"] for row in content["lines"][:2]] == ["0.00", "880.00"]
    assert content["surplus"] == {"amount": "2140.00", "method": "退回购买方"}


@pytest.mark.parametrize(
    ("actual", "method"),
    [
        ("77000", "无结余"),
        ("78000", "退回购买方"),
        ("79000", "无结余"),
        ("77000", "超支，由承接方承担"),
    ],
)
def test_what_is_left_over_is_dealt_with_as_it_is(actual: str, method: str) -> None:
    lines = [{"category": "人员", "budget": "78000", "actual": actual}]
    wrong = read("P10", lines=lines, surplus={"method": method}).wrong

    assert list(wrong) == ["surplus.method"]


def test_who_has_spent_too_much_bears_it() -> None:
    lines = [{"category": "人员", "budget": "78000", "actual": "79000"}]
    read_ = read("P10", lines=lines, surplus={"method": "超支，由承接方承担"})

    assert read_.whole
    assert read_.content["surplus"]["amount"] == "-1000.00"


def test_a_category_has_one_line() -> None:
    lines = PROJECTS["P10"]["lines"]

    assert "lines" in read("P10", lines=[*lines, lines[0]]).wrong


# ── P11 ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("days", "missing"), [("0", []), ("31", ["gap_plan"])])
def test_a_gap_between_projects_has_somebody_to_look_after_it(
    days: str, missing: list[str]
) -> None:
    link = PROJECTS["P11"]["link"] | {"gap_days": days}

    assert list(read("P11", link=link, gap_plan="").missing) == missing


def test_whoever_is_still_served_is_told() -> None:
    assert read("P11", notice=[]).whole
    about = project(ongoing_rows=GOING_ON)
    assert list(read("P11", about, notice=[]).missing) == ["notice"]


@pytest.mark.parametrize("way", ["转总站", "转介"])
def test_where_another_agency_takes_over_the_handover_is_named(way: str) -> None:
    about = project(ongoing_rows=[GOING_ON[0] | {"way": way}])

    assert list(read("P11", about, handover=[]).missing) == ["handover"]


def test_a_carryover_begins_with_the_project_that_ends() -> None:
    link, _says = FORMS["P11"].prefilled(project())["link"]

    assert link == {"prev": f"{NUMBER} {TITLE}"}
