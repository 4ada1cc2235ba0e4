"""阶段: what a group's page says at each of its phases."""

from typing import Any

from casework import group_loop
from casework.models import Submission
from web.step_lines import Steps


class GroupSteps(Steps):
    """A phase is that of the session something was written of, not of the day on which it was."""

    def place(self, lifecycle: Any, submission: Submission) -> int:
        return group_loop.place(lifecycle.dossier, submission.form, submission)
