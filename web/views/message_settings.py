"""消息设置: what one wants to be told outside the house, and one's calendar link."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.http import AuthenticatedRequest
from notifications.feeds import feed_of
from notifications.wishes import save_wishes, wishes_of
from web.message_settings import WishesForm, form_for


@login_required
def message_settings(request: AuthenticatedRequest) -> HttpResponse:
    """Show and save one's own wishes."""
    form = form_for(wishes_of(request.user), request.user.email)
    if request.method == "POST":
        form = WishesForm(request.POST)
        if form.is_valid():
            save_wishes(request.user, **form.cleaned_data)
            messages.success(request, _("消息设置已保存。"))
            return redirect("web:message_settings")
    shown = form.fields_shown
    context = {
        "fields": shown,
        "errors": [
            {"href": f"#{each['id']}", "text": f"{each['label']}：{each['error']}"}
            for each in shown
            if each["error"]
        ],
        "feed": feed_of(request.user),
    }
    return render(request, "web/message_settings.html", context, status=422 if form.errors else 200)
