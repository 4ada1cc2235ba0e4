from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casework", "0013_group_forms")]

    operations = [
        migrations.AddField(
            model_name="group",
            name="dropout_on",
            field=models.DateField(
                editable=False, help_text="还没写分析的才有", null=True, verbose_name="流失超过四成"
            ),
        ),
        migrations.AddField(
            model_name="group",
            name="ends_as",
            field=models.CharField(
                blank=True, default="", editable=False, max_length=12, verbose_name="中途终止的情形"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="group",
            name="main_category",
            field=models.CharField(
                blank=True, default="", editable=False, max_length=30, verbose_name="小组主类别"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="group",
            name="paused_on",
            field=models.DateField(editable=False, null=True, verbose_name="暂停自"),
        ),
        migrations.AddField(
            model_name="group",
            name="paused_until",
            field=models.DateField(editable=False, null=True, verbose_name="暂停至"),
        ),
        migrations.AddField(
            model_name="group",
            name="phase",
            field=models.CharField(
                blank=True, default="", editable=False, max_length=4, verbose_name="小组阶段"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="group",
            name="postponed_on",
            field=models.DateField(editable=False, null=True, verbose_name="延期开组的决定日"),
        ),
        migrations.AddField(
            model_name="group",
            name="sessions_planned",
            field=models.PositiveSmallIntegerField(
                editable=False, null=True, verbose_name="计划节数"
            ),
        ),
        migrations.AddField(
            model_name="group",
            name="starts_on",
            field=models.DateField(editable=False, null=True, verbose_name="首节计划日"),
        ),
    ]
