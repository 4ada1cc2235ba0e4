"""消息: the inbox, the ways out of the house, and what each person wishes of them."""

from notifications.models.inbox import Message, Urgency
from notifications.models.outbox import Channel, Delivery, Way
from notifications.models.wishes import NEVER, Feed, Wishes

__all__ = ["NEVER", "Channel", "Delivery", "Feed", "Message", "Urgency", "Way", "Wishes"]
