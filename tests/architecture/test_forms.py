"""Every form asks what the handbook's chapter 3 lists, in its order, and can be printed."""

import re
from typing import Any

import pytest
from django.template.loader import get_template

from casework.catalogue import FORMS
from casework.lifecycles import MACHINES
from casework.models import Form
from casework.questions import Question
from tests.architecture.handbook import form_of, outline, plain

SPELLED_OUT = "the handbook names a list; the form offers what is in it"
ADDRESS = "an address is typed in words, or in parts where the door is to be hidden"
ON_PURPOSE: dict[tuple[str, str, str], str] = {  # form, field, what differs: why
    ("D01", "id_no", "required"): "when it is needed only the worker can tell (最小必要)",
    ("D01", "emergency_contact", "label"): "relation and phone are parts, with labels of their own",
    ("D01", "ethnicity", "type"): "56 options would be a longer list than anybody reads",
    ("D01", "hukou_address", "type"): ADDRESS,
    ("D01", "living_address", "type"): ADDRESS,
    ("D01", "education", "type"): SPELLED_OUT,
    ("D01", "primary_category", "type"): SPELLED_OUT,
    ("D01", "other_categories", "type"): SPELLED_OUT,
    ("C02", "sensitive_consent", "required"): "agreeing to none of it is an answer as well",
    ("C02", "signatures", "type"): "a signature is who, name, way and date; a scan comes later",
    ("C02", "org_sign", "type"): "the seal is put on the printed paper",
    ("C03", "scales", "type"): "what was asked item by item is kept beside the score it gave",
    ("C04", "resources", "type"): "there is no register of resources to refer to yet",
    ("C04", "sign_client", "type"): "a signature is name, way, date and witness",
    ("C04", "sign_head", "required"): "the lifecycle asks for it, where the case is weighty",
}
REGISTER = "there is no register to refer to yet"
DRAWN = "the system draws them from D01 and C03; somebody alone has none"
MADE = "submitting and deciding make them"
IN_PARTS = "the handbook names a group; these are its parts"
ON_PURPOSE |= {
    ("D02", "edges", "required"): DRAWN,
    ("D02", "ecosystems", "required"): DRAWN,
    ("D02", "household_boundary", "type"): "a person is named in words",
    ("C05", "objectives", "required"): "a case that is closed before its plan has no goals",
    ("C05", "techniques", "type"): SPELLED_OUT,
    ("C05", "new_needs_resources", "type"): REGISTER,
    ("C06", "signs", "type"): MADE,
    ("C07", "period", "type"): IN_PARTS,
    ("C07", "signs", "type"): MADE,
    ("C09", "sign_client", "type"): "a signature is name, way, date and witness",
    ("C10", "reason", "type"): IN_PARTS,
    (
        "C10",
        "followup",
        "required",
    ): "there is nothing to follow up before the other agency replied",
    ("C11", "mode", "type"): IN_PARTS,
    ("C12", "found", "type"): IN_PARTS,
    ("C12", "resolution", "required"): "the lifecycle asks for it, where the crisis ends",
    ("C13", "meta", "type"): IN_PARTS,
    ("C13", "questions", "type"): IN_PARTS,
    ("C14", "params", "type"): IN_PARTS,
    ("C15", "parties", "type"): IN_PARTS,
    ("C15", "signs", "type"): MADE,
}
ITEMS = "the handbook names a list; these are the columns of its rows"
ON_PURPOSE |= {
    ("G01", "need_refs", "type"): REGISTER,
    ("G02", "resources", "type"): ITEMS,
    ("G04", "members", "type"): "a member is called by name; not everybody has a file",
    ("G04", "clauses", "type"): ITEMS,
    ("G04", "signs", "type"): "a signature is name, way and date, and a guardian's beside it",
    ("G05", "meta", "type"): IN_PARTS,
    ("G05", "objectives", "type"): ITEMS,
    ("G05", "materials", "type"): ITEMS,
    ("G05", "risks", "type"): ITEMS,
    ("G07", "satisfaction", "type"): "a score is the mean of what members gave",
    ("G08", "observer", "type"): "an observation says of which session it is",
    ("G08", "interaction", "type"): "who did what to whom, in words",
    ("G09", "instrument", "type"): "a group measures with lists of its own as well",
    ("G09", "scores", "type"): "of several scales each row says which",
    ("G09", "satisfaction", "type"): "the rate is of answers, not of means (handbook 8.1)",
    ("G10", "followups", "type"): "member and need share a column, under a key that can be one",
    ("G11", "target", "type"): IN_PARTS,
}
NAMED = "what lies elsewhere is named in words, by its number or title"
ON_PURPOSE |= {
    ("P01", "files", "type"): "the enclosures stay on paper; the form lists them with their copies",
    ("P04", "parties", "type"): IN_PARTS,
    ("P09", "cases", "type"): NAMED,
    ("P10", "vouchers", "type"): IN_PARTS,
    ("P11", "notice", "required"): "where nothing goes on, there is nobody to be told",
    ("P11", "handover", "type"): NAMED,
}
NOT_ASKED = {  # known, or made
    "autocode",
    "sig",
    "sig+seal",
    "seal",
    "approval",
    "approval-chain",
    "template",
}
NOT_ASKED_EITHER = {  # the same, though their type does not say so
    ("D01", "id_photo"): "原则上不收",
    ("D01", "community_id"): "chosen at the registration",
    ("D01", "risk_level"): "the approved assessment says it",
    ("D01", "consent_status"): "C02 says it",
    ("D01", "owner_id"): "the dossier says it",
    ("D01", "status"): "the lifecycle says it",
    ("C01", "client_id"): "the dossier says it",
    ("D02", "drawn"): "who submits it has drawn it",
    ("C05", "session_no"): "the records are counted",
    ("C05", "files"): "attachments come later",
    ("C05", "supervisor_feedback"): "the supervisor's 阅 says it",
    ("C06", "related"): "it is of the dossier it lies in",
    ("C08", "service_volume"): "the records add up",
    ("C08", "satisfaction"): "the client answers on a page of their own",
    ("C10", "services_given"): "the records add up",
    ("C12", "notified"): "the messages say it",
    ("C15", "cases"): "the dossier says it",
    ("C15", "pending_docs"): "drafts and decisions say it",
    ("C16", "title"): "category, surname and problem",
    ("C16", "meta"): "the box is counted",
    ("C16", "catalog"): "the box is listed",
    ("C16", "access_log"): "the register begins empty",
    ("G07", "feedback"): "the supervisor's 阅 says it",
    ("G10", "basic"): "the sign-in sheets add up",
    ("G10", "satisfaction"): "the measures add up",
    ("C02", "withdrawal"): "written by the act that withdraws consent",
    ("P02", "scores"): "the experts' ballots add up",
    ("P05", "done"): "the records add up",
    ("P06", "indicator_progress"): "the records add up",
    ("P06", "expense"): "the records add up",
    ("P11", "ongoing"): "what is still open is listed",
}


form_by_form = pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)


def said_of(question: Question) -> dict[str, Any]:
    return {
        "label": plain(str(question.label)),
        "type": outline(question.type),
        "required": question.required,
        "sensitivity": question.level,
    }


def wanted_of(field: dict[str, Any]) -> dict[str, Any]:
    return {
        "label": plain(field["name"]),
        "type": outline(field["type"]),
        "required": field["required"],
        "sensitivity": field["sensitivity"],
    }


@form_by_form
def test_a_form_has_the_handbooks_fields_in_its_order(form: type[Form]) -> None:
    wanted = form_of(form.code)

    assert [each.key for each in form.questions()] == [field["key"] for field in wanted["fields"]]
    assert form.key == wanted["key"]
    assert plain(str(form.name_of_form)) == plain(wanted["name"])


@form_by_form
def test_a_field_is_what_the_handbook_says_or_differs_on_purpose(form: type[Form]) -> None:
    differing = set()
    for field in form_of(form.code)["fields"]:
        said, wanted = said_of(form.question(field["key"])), wanted_of(field)
        differing |= {
            (form.code, field["key"], what) for what in said if said[what] != wanted[what]
        }

    assert differing == {place for place in ON_PURPOSE if place[0] == form.code}


@form_by_form
def test_what_is_not_asked_is_known_otherwise(form: type[Form]) -> None:
    silent = {(form.code, each.key) for each in form.questions() if not each.asked}
    by_type = {(form.code, each.key) for each in form.questions() if each.type in NOT_ASKED}

    assert silent - by_type == {place for place in NOT_ASKED_EITHER if place[0] == form.code}


@form_by_form
def test_every_answer_above_s1_is_sealed_or_must_be_searched(form: type[Form]) -> None:
    searched = {"name", "sex", "birth_date", "primary_category"}
    bare = {each.key for each in form.questions() if each.asked and each.level > 1}
    bare -= {each.key for each in form.questions() if each.sealed}

    assert bare <= searched


@form_by_form
def test_every_form_can_be_printed(form: type[Form]) -> None:
    assert get_template(f"documents/{form.code}.html")


@form_by_form
def test_every_label_and_hint_is_chinese(form: type[Form]) -> None:
    for each in form.asked():
        assert re.search("[一-鿿]", str(each.label))
        assert not each.hint or re.search("[一-鿿].*。$", str(each.hint)), each.key


def test_the_lifecycles_name_only_forms_that_exist() -> None:
    rows = [row for machine in MACHINES.values() for row in machine.rows]
    named = {form for row in rows for form in row.forms}

    assert named == FORMS.keys()
