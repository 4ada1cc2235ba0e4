"""消息: what one was told, newest first; never a name, only numbers and matters."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.http import AuthenticatedRequest
from casework.receipts import seen
from notifications.channels import stations_of
from notifications.services import mark_read, messages_of

PAGE = 50


@login_required
@require_safe
def messages(request: AuthenticatedRequest) -> HttpResponse:
    page = Paginator(messages_of(request.user), PAGE).get_page(request.GET.get("page"))
    heads = stations_of(request.user).exists()
    return render(request, "web/messages.html", {"page": page, "heads": heads})


@login_required
@require_POST
def read_all(request: AuthenticatedRequest) -> HttpResponse:
    mark_read(request.user)
    return redirect("web:messages")


@login_required
@require_POST
def read_one(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Open what a message is about, and count it as read."""
    message = get_object_or_404(messages_of(request.user), pk=pk)
    mark_read(request.user, [message.pk])
    return redirect(message.link)


@login_required
@require_POST
def acknowledge_one(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Say that one has seen it, so that nobody need be called."""
    seen(get_object_or_404(messages_of(request.user), pk=pk), by=request.user)
    return redirect("web:messages")
