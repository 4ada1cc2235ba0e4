"""表单的题目: the kinds of question that forms are made of."""

from casework.questions.base import LABELLED, Errors, Question
from casework.questions.decimals import Decimal, Money, yuan
from casework.questions.known import Auto, Decided, Known, Signed, Wording
from casework.questions.nested import Nested, Rows, Sub
from casework.questions.scaled import Itemised, Scaled
from casework.questions.simple import (
    Checklist,
    Choice,
    Clock,
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
from casework.questions.ticked import Listed, Reckoned, Ticked, Worked

__all__ = [
    "LABELLED",
    "Auto",
    "Checklist",
    "Choice",
    "Clock",
    "Day",
    "Decided",
    "Decimal",
    "Errors",
    "IdNumber",
    "Itemised",
    "Known",
    "Listed",
    "LongText",
    "Many",
    "Moment",
    "Money",
    "Nested",
    "Number",
    "Phone",
    "Question",
    "Reckoned",
    "Rows",
    "Scaled",
    "Signed",
    "Sub",
    "Text",
    "Ticked",
    "Wording",
    "Worked",
    "YesNo",
    "yuan",
]
