"""Who may come in and how: what must hold where other people's machines can reach us."""

from urllib.parse import urlsplit

from django.conf import settings

from accounts.models import User
from casework.demo.cast import PASSWORD, PLAYERS
from config.doctor.findings import Finding, broken, check, ok, warning

ALONE = {"127.0.0.1", "localhost", "::1"}


def served() -> bool:
    """Whether others reach us: by a server's database, or an address that is not this machine's."""
    return not settings.EMBEDDED or urlsplit(settings.PUBLIC_URL).hostname not in ALONE


@check
def debug() -> Finding:
    if settings.DEBUG:
        return broken("DEBUG is on: every error shows what is in memory.", "Take DEBUG out.")
    return ok("DEBUG is off.")


@check
def address() -> Finding:
    """The address in the QR code of every paper, which must be one that we answer to."""
    parts = urlsplit(settings.PUBLIC_URL)
    if not served():
        return ok(f"Only this machine reaches {settings.PUBLIC_URL}.")
    if parts.hostname in ALONE:
        return broken(
            f"PUBLIC_URL is {settings.PUBLIC_URL}: nobody can follow the code on a paper.",
            "Set PUBLIC_URL to the address that people type, such as https://station.example.",
        )
    if "*" in settings.ALLOWED_HOSTS:
        return broken("ALLOWED_HOSTS allows any name.", f"Set ALLOWED_HOSTS={parts.hostname}")
    if parts.hostname not in settings.ALLOWED_HOSTS:
        return broken(
            f"ALLOWED_HOSTS lacks {parts.hostname}, so every page is refused.",
            f"Set ALLOWED_HOSTS={parts.hostname}",
        )
    return ok(f"We answer to {settings.PUBLIC_URL}.")


@check
def https() -> Finding:
    if not served():
        return ok("No network is in between.")
    told = settings.SESSION_COOKIE_SECURE and settings.CSRF_COOKIE_SECURE
    redirected = settings.SECURE_SSL_REDIRECT and settings.SECURE_HSTS_SECONDS
    if not settings.BEHIND_TLS or not told or not redirected:
        return broken(
            "Passwords and cookies may travel unencrypted.",
            "Put a proxy that speaks https before us, and set BEHIND_TLS=True.",
        )
    if not settings.PUBLIC_URL.startswith("https:"):
        return broken("PUBLIC_URL is not https.", "Set it to the https address.")
    return ok("Only https; cookies are secure.")


@check
def source() -> Finding:
    """AGPL, section 13: who uses it over a network is offered the source."""
    if served() and "example.invalid" in settings.SOURCE_URL:
        return warning(
            "The link 源代码 leads nowhere.", "Set SOURCE_URL to where your users find the source."
        )
    return ok("The link 源代码 is set.")


@check
def demo() -> Finding:
    """The demo's password stands in the source."""
    known = User.objects.filter(username__in=[player.username for player in PLAYERS])
    open_to_all = [
        user.pk for user in known.filter(is_active=True) if user.check_password(PASSWORD)
    ]
    if not open_to_all or not served():
        return ok("No account is open to whoever has read the source." if served() else "A demo.")
    return broken(
        f"{len(open_to_all)} demo accounts have the password that everybody knows.",
        "Begin anew with an empty database; the demo does not belong among real people.",
    )
