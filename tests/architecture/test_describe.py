"""``describe`` tells all of it, with the keys of the domain files."""

import json
import re
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from casework.catalogue import FORMS
from casework.lifecycles import MACHINES
from casework.policies import POLICIES
from tests.architecture.handbook import form_of, machine_of
from tests.architecture.test_lifecycles import ADDED
from workflows.flows import FLOWS


@pytest.fixture(scope="module")
def said() -> dict[str, Any]:
    out = StringIO()
    call_command("describe", "--format", "json", stdout=out)
    whole: dict[str, Any] = json.loads(out.getvalue())
    return whole


def test_it_describes_everything(said: dict[str, Any]) -> None:
    assert [each["key"] for each in said["machines"]] == [m.key for m in MACHINES.values()]
    assert [each["key"] for each in said["flows"]] == [flow.__name__ for flow in FLOWS.values()]
    assert [each["code"] for each in said["forms"]] == [*FORMS]
    assert [each["key"] for each in said["terms"]] == [each.key for each in POLICIES]


def test_it_speaks_with_the_keys_of_the_domain_files(said: dict[str, Any]) -> None:
    for machine in said["machines"]:
        wanted = machine_of(machine["key"])
        states = [s["key"] for s in wanted["states"]] + [*ADDED.get(machine["key"], {})]
        assert [s["key"] for s in machine["states"]] == states
    for form in said["forms"]:
        keys = [field["key"] for field in form["fields"]]
        assert keys == [field["key"] for field in form_of(form["code"])["fields"]]


def test_it_describes_projects_whole(said: dict[str, Any]) -> None:
    ours = next(each for each in said["machines"] if each["key"] == "project")
    wanted = machine_of("project")

    assert [each["key"] for each in ours["states"]] == [each["key"] for each in wanted["states"]]
    rows = {(row["src"], row["dst"], row["action"]) for row in ours["transitions"]}
    assert {(row["src"], row["dst"], row["action"]) for row in wanted["transitions"]} <= rows


def test_it_gives_every_guard_of_every_transition_in_chinese(said: dict[str, Any]) -> None:
    transitions = [each for machine in said["machines"] for each in machine["transitions"]]
    guards = [guard for each in transitions for guard in each["guards"]]

    assert len(transitions) > 25
    assert len(guards) > 20
    assert all(re.search("[一-鿿].*。$", guard["says"]) for guard in guards)
    assert all(each["roles"] for each in transitions)


def test_each_step_names_its_verbs_and_whose_it_is(said: dict[str, Any]) -> None:
    flows = {flow["key"]: {step["key"]: step for step in flow["steps"]} for flow in said["flows"]}

    assert flows["CaseFlow"]["plan"]["verbs"] == ["submit_plan"]
    assert flows["GroupFlow"]["plan"]["verbs"] == ["submit_plan", "cancel"]
    assert flows["CaseFlow"]["sign_plan"]["roles"] == ["head"]
    assert all(step["roles"] for steps in flows.values() for step in steps.values())
