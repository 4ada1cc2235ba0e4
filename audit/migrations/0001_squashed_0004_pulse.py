"""Everything up to 0004 at once, and the lock on what may only be added to."""

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from audit.triggers import TABLES, lock_table, unlock_table


def lock(apps: Any, editor: Any) -> None:
    for table in TABLES:
        lock_table(editor.connection, table)


def unlock(apps: Any, editor: Any) -> None:
    for table in TABLES:
        unlock_table(editor.connection, table)


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ("audit", "0001_initial"),
        ("audit", "0002_append_only"),
        ("audit", "0003_readings"),
        ("audit", "0004_pulse"),
    ]

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Checkpoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(unique=True, verbose_name='序号')),
                ('day', models.DateField(unique=True, verbose_name='日期')),
                ('body', models.TextField(verbose_name='内容')),
                ('hash', models.CharField(max_length=64, verbose_name='封存值')),
                ('public_key', models.CharField(max_length=64, verbose_name='公钥')),
                ('signature', models.CharField(max_length=128, verbose_name='签名')),
            ],
            options={
                'verbose_name': '审计检查点',
                'verbose_name_plural': '审计检查点',
                'ordering': ['number'],
            },
        ),
        migrations.CreateModel(
            name='Pulse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='时间')),
            ],
            options={
                'verbose_name': '后台心跳',
                'verbose_name_plural': '后台心跳',
            },
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('chain', models.CharField(max_length=60, verbose_name='链')),
                ('seq', models.PositiveIntegerField(verbose_name='序号')),
                ('verb', models.CharField(max_length=60, verbose_name='动作')),
                ('at', models.DateTimeField(verbose_name='发生时间')),
                ('entered_at', models.DateTimeField(verbose_name='记录时间')),
                ('dossier', models.BigIntegerField(null=True, verbose_name='卷宗')),
                ('body', models.TextField(verbose_name='内容')),
                ('prev', models.CharField(max_length=64, verbose_name='上一条封存值')),
                ('hash', models.CharField(max_length=64, verbose_name='封存值')),
                ('actor', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='操作人')),
                ('post', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.post', verbose_name='岗位')),
            ],
            options={
                'verbose_name': '审计记录',
                'verbose_name_plural': '审计记录',
                'ordering': ['chain', 'seq'],
                'indexes': [models.Index(fields=['actor', 'at'], name='entry_actor_at'), models.Index(condition=models.Q(('dossier__isnull', False)), fields=['dossier', 'at'], name='readings_of_dossier')],
                'constraints': [models.UniqueConstraint(fields=('chain', 'seq'), name='one_entry_per_seq')],
            },
        ),
        migrations.RunPython(lock, unlock),
    ]
