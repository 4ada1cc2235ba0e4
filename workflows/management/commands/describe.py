"""describe: what the product does, told by the code itself: machines, flows, forms, times."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from casework.catalogue import FORMS
from casework.lifecycles import MACHINES
from casework.models import Form
from casework.policies import POLICIES, Policy
from casework.terms import default_of
from workflows.flows import FLOWS
from workflows.nodes import Step


class Command(BaseCommand):
    help = "Print every lifecycle, flow and form field, with the handbook's keys."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--format", choices=["json"], default="json")

    def handle(self, *args: Any, **options: Any) -> None:
        said = {
            "machines": [machine.describe() for machine in MACHINES.values()],
            "flows": [flow_as_data(flow) for flow in FLOWS.values()],
            "forms": [form_as_data(form) for form in FORMS.values()],
            "terms": [term_as_data(policy) for policy in POLICIES],
        }
        self.stdout.write(json.dumps(said, ensure_ascii=False, indent=2))


def flow_as_data(flow: Any) -> dict[str, Any]:
    return {
        "key": flow.__name__,
        "name": str(flow.process_title),
        "machine": flow.lifecycle.key,
        "anytime": [verb.partition(".")[2] for verb in flow.anytime],
        "steps": [step_as_data(node) for node in flow.instance.nodes() if isinstance(node, Step)],
    }


def step_as_data(step: Step) -> dict[str, Any]:
    return {
        "key": step.name,
        "name": str(step.task_title),
        "verbs": [verb.partition(".")[2] for verb in step.verbs],
        "roles": sorted(who.value for who in step.hands),
        "next": [node.name for node in step.nexts],
    }


def term_as_data(policy: Policy) -> dict[str, Any]:
    return {
        "key": policy.key,
        "name": str(policy.name),
        "default": default_of(policy),
        "unit": str(policy.unit),
        "verbs": list(policy.verbs),
    }


def form_as_data(form: type[Form]) -> dict[str, Any]:
    return {
        "code": form.code,
        "key": form.key,
        "name": str(form.name_of_form),
        "fields": [
            {
                "key": each.key,
                "label": str(each.label),
                "type": each.type,
                "required": each.required,
                "sensitivity": each.level,
            }
            for each in form.questions()
        ],
    }
