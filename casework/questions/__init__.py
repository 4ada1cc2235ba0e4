"""表单的题目: the kinds of question that forms are made of."""

from casework.questions.base import LABELLED, Errors, Question
from casework.questions.known import Auto, Decided, Known, Signed, Wording
from casework.questions.nested import Nested, Rows, Sub
from casework.questions.simple import (
    Checklist,
    Choice,
    Day,
    IdNumber,
    LongText,
    Many,
    Moment,
    Number,
    Phone,
    Text,
    YesNo,
)

__all__ = [
    "LABELLED",
    "Auto",
    "Checklist",
    "Choice",
    "Day",
    "Decided",
    "Errors",
    "IdNumber",
    "Known",
    "LongText",
    "Many",
    "Moment",
    "Nested",
    "Number",
    "Phone",
    "Question",
    "Rows",
    "Signed",
    "Sub",
    "Text",
    "Wording",
    "YesNo",
]
