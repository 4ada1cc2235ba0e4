"""Who is asking, behind a reverse proxy."""

from django.conf import settings
from django.http import HttpRequest


def client_ip(request: HttpRequest) -> str:
    """Return the address the proxy saw: the last hop, the only one it wrote itself."""
    hops = request.headers.get("X-Forwarded-For", "") if settings.BEHIND_TLS else ""
    return hops.split(",")[-1].strip() or request.META.get("REMOTE_ADDR", "")
