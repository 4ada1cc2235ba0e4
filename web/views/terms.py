"""时限设置 and 工作日历: the numbers of a station, and the years of working days."""

from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.http import AuthenticatedRequest
from accounts.models import Station
from casework import calendars
from casework.calendar_files import Year, read_year
from casework.calendar_years import import_year, may_import
from casework.errors import RuleError
from casework.policies import POLICIES
from casework.terms import Setting, set_terms, settings_at, stations_of


@login_required
def terms(request: AuthenticatedRequest) -> HttpResponse:
    """How long each thing may take at one's station: default, what holds, what is to hold."""
    station = _station(request)
    said: dict[str, str] = {}
    errors: dict[str, str] = {}
    if request.method == "POST":
        said = {key: str(value).strip() for key, value in request.POST.items()}
        try:
            return _set(request, station, said)
        except RuleError as error:
            errors = error.errors
    rows = [_row(each, station, said, errors) for each in settings_at(station)]
    context = {
        "station": station,
        "rows": rows,
        "since": said.get("since") or timezone.localdate().isoformat(),
        "since_error": errors.get("since", ""),
        "faults": [_fault(key, says) for key, says in errors.items()],
        "estimated": calendars.estimated_years(),
        "others": [each for each in stations_of(request.user) if each != station],
    }
    return render(request, "web/terms.html", context, status=422 if errors else 200)


def _station(request: AuthenticatedRequest) -> Station:
    """Return the station whose numbers are shown: the one asked for, else the first."""
    own = {str(each.pk): each for each in stations_of(request.user)}
    wanted = own.get(request.GET.get("station", ""), next(iter(own.values()), None))
    if wanted is None:
        raise PermissionDenied
    return wanted


def _set(request: AuthenticatedRequest, station: Station, said: dict[str, str]) -> HttpResponse:
    try:
        since = date.fromisoformat(said.get("since", ""))
    except ValueError:
        says = _("日期要写成 2027-01-01。")
        raise RuleError(says, {"since": says}) from None
    rows = set_terms(station, said, since=since, by=request.user)
    if rows:
        says = _("已保存 %(n)s 项，%(day)s 起新开始的期限按新的算；已经开始的不变。")
        messages.success(request, says % {"n": len(rows), "day": since.isoformat()})
    else:
        messages.info(request, _("没有改动。"))
    return redirect(request.get_full_path())


def _row(
    setting: Setting, station: Station, said: dict[str, str], errors: dict[str, str]
) -> dict[str, object]:
    key, now = setting.policy.key, setting.now
    return {
        "setting": setting,
        "key": key,
        "value": said.get(key, str(setting.newest)),
        "error": errors.get(key, ""),
        "source": _source(setting, station),
        "own": now is not None and now.station_id == station.pk,
    }


def _fault(key: str, says: str) -> dict[str, str]:
    """Say what is to be mended, and at which line it is."""
    names = {each.key: str(each.name) for each in POLICIES}
    return {"href": f"#f-{key}", "text": f"{names[key]}：{says}" if key in names else says}


def _source(setting: Setting, station: Station) -> str:
    """Say where the number comes from that holds today."""
    now = setting.now
    if now is None:
        return _("默认")
    whose = _("本站") if now.station_id == station.pk else _("总站")
    return _("%(whose)s，%(day)s 起") % {"whose": whose, "day": now.since.isoformat()}


@login_required
def calendar(request: AuthenticatedRequest) -> HttpResponse:
    """The years that are known, and importing another: looked at first, then saved."""
    if not may_import(request.user):
        raise PermissionDenied
    year: Year | None = None
    error = text = ""
    if request.method == "POST":
        text = request.POST.get("text", "")
        try:
            year = read_year(_content(request, text))
        except RuleError as wrong:
            error = str(wrong)
        else:
            if "save" in request.POST:
                return _import(request, year)
            text = year.as_text()
    context = {
        "known": _known(),
        "estimated": calendars.estimated_years(),
        "year": year,
        "text": text,
        "error": error,
    }
    return render(request, "web/calendar.html", context, status=422 if error else 200)


def _content(request: AuthenticatedRequest, text: str) -> bytes:
    """Return what was sent: the file, else what stands in the text."""
    sent = request.FILES.get("file")
    if sent is None and not text.strip():
        raise RuleError(_("选一个文件，或者把内容贴进来。"))
    return sent.read() if sent else text.encode()


def _import(request: AuthenticatedRequest, year: Year) -> HttpResponse:
    settled = import_year(year, by=request.user)
    says = _("%(year)s 年已导入，%(n)s 个暂定的期限按它重新算过。")
    messages.success(request, says % {"year": year.year, "n": settled})
    return redirect("web:calendar")


def _known() -> list[dict[str, object]]:
    """Return the years in use and after that somebody knows, the newest first."""
    own, this = calendars.imported(), timezone.localdate().year
    years = sorted({*own, *calendars.built_in()}, reverse=True)
    return [
        {
            "year": year,
            "imported": year in own,
            "holidays": sum(not works for works in own.get(year, {}).values()),
            "worked": sum(own.get(year, {}).values()),
        }
        for year in years
        if year >= this - 1
    ]
