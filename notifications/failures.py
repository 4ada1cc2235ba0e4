"""What goes wrong on the way out: codes to store, sentences to show, never words of others."""

from django.utils.translation import gettext as _


class ChannelError(Exception):
    """A channel did not work. The code says why; what the other side said is not kept."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def sentence(code: str) -> str:
    """Return a failure in plain words, and what to do about it."""
    kind, _colon, number = code.partition(":")
    said = {
        "timeout": _("对方没有在规定时间内回应，过一会儿会再试。"),
        "unreachable": _("连不上对方的服务器，请查网络或地址。"),
        "tls": _("对方的安全证书不对，没有发。请查地址。"),
        "redirect": _("地址被转到了别处，没有跟去。请重新复制机器人地址。"),
        "http": _("对方服务器出错（%s），过一会儿会再试。") % number,
        "errcode": _errcode(number),
        "garbled": _("对方的回答看不懂，请核对地址。"),
        "login": _("邮件服务器不接受账号或口令，请管理员核对。"),
        "sender": _("邮件服务器不接受发件地址，请管理员核对。"),
        "unexpected": _("出了没料到的错，过一会儿会再试。"),
    }
    return said.get(kind, _("没有发成，过一会儿会再试。"))


def _errcode(number: str) -> str:
    """What the robot's service answers when it does not take a message."""
    if number == "93000":
        return _("机器人地址已失效，请在群里重新复制地址。")
    if number == "45009":
        return _("发得太快，企业微信要求慢一点，过一会儿会再试。")
    return _("企业微信没有收下（错误码 %s）。") % number
