"""How word leaves the house is read once, at the start; a wrong value is named, a secret is not."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.env import Smtp, env_origins, smtp


@pytest.mark.parametrize(
    ("url", "read"),
    [
        (None, Smtp()),
        ("smtp://mail.example", Smtp("mail.example", 25)),
        (
            "smtps://bihuan:p%40ss@mail.example",
            Smtp("mail.example", 465, "bihuan", "p@ss", tls=True),
        ),
        ("smtp+starttls://mail.example:2525", Smtp("mail.example", 2525, starttls=True)),
    ],
)
def test_a_mail_server_is_one_address(url: str | None, read: Smtp) -> None:
    assert smtp(url) == read


@pytest.mark.parametrize("url", ["mail.example", "https://u:secret@mail.example", "smtp://"])
def test_another_is_refused_and_its_password_not_repeated(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="SMTP_URL") as refused:
        smtp(url)
    assert "secret" not in str(refused.value)


def test_robots_live_behind_https_or_on_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WECOM_ORIGINS", "https://wecom.example/, http://127.0.0.1:8080")
    assert env_origins("WECOM_ORIGINS", "") == ["https://wecom.example", "http://127.0.0.1:8080"]


@pytest.mark.parametrize(
    "value", ["http://wecom.example", "https://wecom.example/path", "wecom.example", ""]
)
def test_anywhere_else_is_refused_by_name(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("WECOM_ORIGINS", value)
    with pytest.raises(ImproperlyConfigured, match="WECOM_ORIGINS"):
        env_origins("WECOM_ORIGINS", "https://qyapi.weixin.qq.com")
