"""A form, and a draft, is of a dossier: the case it was of is one."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

FORMS = [
    "archivecover",
    "assessment",
    "caseconference",
    "caserequest",
    "closingevaluation",
    "closurereport",
    "consent",
    "crisisrecord",
    "followup",
    "genogram",
    "handover",
    "intake",
    "midtermreview",
    "referral",
    "serviceplan",
    "sessionrecord",
    "supervisionrecord",
]


def of_dossier(**kwargs: Any) -> Any:
    to = django.db.models.deletion.PROTECT
    return models.ForeignKey(on_delete=to, to="casework.dossier", **kwargs)


def form(name: str) -> list[Any]:
    unique = f"one_{name}_per_instance"
    one = models.UniqueConstraint(fields=["dossier", "instance"], name=unique)
    field = of_dossier(related_name="+", editable=False)
    return [
        migrations.RemoveConstraint(name, unique),
        migrations.RenameField(name, "case", "dossier"),
        migrations.AlterField(name, "dossier", field),
        migrations.AddConstraint(name, one),
    ]


class Migration(migrations.Migration):
    dependencies = [("casework", "0008_corrections")]

    operations = [
        *(each for name in FORMS for each in form(name)),
        migrations.RemoveConstraint("draft", "one_draft_per_form"),
        migrations.RemoveConstraint("draft", "one_registration_draft_each"),
        migrations.RenameField("draft", "case", "dossier"),
        migrations.AlterField("draft", "dossier", of_dossier(null=True, related_name="drafts")),
        migrations.AddConstraint(
            "draft",
            models.UniqueConstraint(fields=["dossier", "form"], name="one_draft_per_form"),
        ),
        migrations.AddConstraint(
            "draft",
            models.UniqueConstraint(
                fields=["by", "form"],
                condition=models.Q(dossier=None),
                name="one_registration_draft_each",
            ),
        ),
    ]
