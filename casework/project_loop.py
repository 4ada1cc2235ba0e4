"""闭环核查 of a project: to which step each form belongs, and without which none is over."""

STEP_OF = {
    "P01": 0,
    "P02": 1,
    **dict.fromkeys(["P03", "P04"], 2),
    **dict.fromkeys(["P05", "P07"], 3),
    "P06": 4,
    "P08": 5,
    **dict.fromkeys(["P09", "P10", "P11", "C16"], 6),
}
NEEDED = {
    0: ["P01"],
    1: ["P02"],
    2: ["P03", "P04"],
    3: ["P05"],
    5: ["P08"],
    6: ["P09", "P10", "P11"],
}


def place(form: str) -> int:
    """Return the step of a form; what belongs to none stands where the work is done."""
    return STEP_OF.get(form, 3)


def needed(number: int) -> list[str]:
    """Return the forms of a step; a project that was terminated has come no further."""
    return NEEDED.get(number, [])
