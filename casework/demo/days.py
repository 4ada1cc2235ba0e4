"""Counting back and ahead from today, as the stories do; and standing on the day they tell of."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from unittest.mock import patch

from django.utils import timezone

from casework.workdays import is_working_day


@contextmanager
def standing(moment: datetime) -> Iterator[None]:
    """Let it be that moment: a rule that asks what day it is hears the day that is told of."""
    with patch.object(timezone, "now", return_value=moment):
        yield


class Days:
    """The calendar as seen from today."""

    def __init__(self) -> None:
        self.now = timezone.now()
        self._back = [timezone.localdate(self.now)]

    def back(self, days: int) -> date:
        """Return the working day so many working days ago; 0 is today, whatever day it is."""
        while len(self._back) <= days:
            day = self._back[-1] - timedelta(days=1)
            while not is_working_day(day)[0]:
                day -= timedelta(days=1)
            self._back.append(day)
        return self._back[days]

    def until(self, day: date) -> int:
        """Return how many working days ago the last one was that is no later than a day."""
        days = 0
        while self.back(days) > day:
            days += 1
        return days

    def at(self, days: int, clock: str) -> datetime:
        """Return a moment of that day, never one to come."""
        moment = datetime.combine(self.back(days), time.fromisoformat(clock))
        return min(timezone.make_aware(moment), self.now)

    def ago(self, days: int) -> str:
        """Return that working day as it is typed into a form."""
        return self.back(days).isoformat()

    def ahead(self, days: int) -> str:
        """Return the day so many calendar days from today, as it is typed into a form."""
        return (self.back(0) + timedelta(days=days)).isoformat()
