"""Everything up to 0003 at once."""

import datetime
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ("notifications", "0001_initial"),
        ("notifications", "0002_levels_and_acknowledgements"),
        ("notifications", "0003_the_way_out"),
    ]

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Feed',
            fields=[
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('sha256', models.CharField(max_length=64, unique=True)),
                ('issued_at', models.DateTimeField(verbose_name='生成时间')),
            ],
            options={
                'verbose_name': '日历订阅',
                'verbose_name_plural': '日历订阅',
            },
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=60, verbose_name='事由')),
                ('says', models.CharField(max_length=120, verbose_name='内容')),
                ('link', models.CharField(max_length=80, verbose_name='链接')),
                ('urgency', models.PositiveSmallIntegerField(choices=[(1, '普通'), (2, '重要'), (3, '紧急')], default=1, verbose_name='级别')),
                ('must_ack', models.BooleanField(default=False, verbose_name='须回执')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='时间')),
                ('read_at', models.DateTimeField(null=True, verbose_name='已读')),
                ('acknowledged_at', models.DateTimeField(null=True, verbose_name='回执时间')),
                ('acknowledged_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('recipient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': '消息',
                'verbose_name_plural': '消息',
                'indexes': [models.Index(fields=['recipient', '-id'], name='messages_of_person'), models.Index(condition=models.Q(('read_at', None)), fields=['recipient'], name='unread_messages'), models.Index(condition=models.Q(('acknowledged_at', None), ('must_ack', True)), fields=['link'], name='unacknowledged_messages')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('acknowledged_at', None), ('acknowledged_by', None)), models.Q(('acknowledged_at__isnull', False), ('acknowledged_by__isnull', False)), _connector='OR'), name='acknowledged_by_somebody_at_some_time')],
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('way', models.CharField(choices=[('mail', '电子邮件'), ('wecom', '企业微信群')], max_length=5, verbose_name='渠道')),
                ('day', models.DateField(null=True, verbose_name='摘要日')),
                ('urgency', models.PositiveSmallIntegerField(choices=[(1, '普通'), (2, '重要'), (3, '紧急')], verbose_name='级别')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='时间')),
                ('not_before', models.DateTimeField(default=django.utils.timezone.now, verbose_name='不早于')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='被拒次数')),
                ('sent_at', models.DateTimeField(null=True, verbose_name='发出')),
                ('failure', models.CharField(blank=True, max_length=40, verbose_name='放弃原因')),
                ('recipient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('station', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.station')),
                ('message', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='notifications.message')),
            ],
            options={
                'verbose_name': '外发',
                'verbose_name_plural': '外发',
                'indexes': [models.Index(condition=models.Q(('failure', ''), ('sent_at', None)), fields=['way', 'station', 'not_before'], name='outbox')],
                'constraints': [models.UniqueConstraint(fields=('message', 'way'), name='each_message_once_a_way'), models.UniqueConstraint(condition=models.Q(('message', None)), fields=('recipient', 'day'), name='one_digest_a_day'), models.CheckConstraint(condition=models.Q(models.Q(('station', None), ('way', 'mail')), models.Q(('station__isnull', False), ('way', 'wecom')), _connector='OR'), name='to_a_robot_by_its_station')],
            },
        ),
        migrations.CreateModel(
            name='Wishes',
            fields=[
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('mail_from', models.PositiveSmallIntegerField(choices=[(4, '不发'), (3, '只发紧急的'), (2, '发重要和紧急的'), (1, '都发')], default=2, verbose_name='电子邮件')),
                ('wecom_from', models.PositiveSmallIntegerField(choices=[(4, '不发'), (3, '只发紧急的'), (2, '发重要和紧急的'), (1, '都发')], default=3, verbose_name='企业微信群')),
                ('digest_hour', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='每日摘要')),
                ('quiet_from', models.TimeField(default=datetime.time(21, 0), verbose_name='几点以后不打扰')),
                ('quiet_until', models.TimeField(default=datetime.time(7, 30), verbose_name='到几点为止')),
            ],
            options={
                'verbose_name': '消息设置',
                'verbose_name_plural': '消息设置',
                'constraints': [models.CheckConstraint(condition=models.Q(('digest_hour', None), ('digest_hour__lt', 24), _connector='OR'), name='digest_at_an_hour_of_the_day')],
            },
        ),
        migrations.CreateModel(
            name='Channel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('way', models.CharField(choices=[('mail', '电子邮件'), ('wecom', '企业微信群')], max_length=5, verbose_name='渠道')),
                ('address', models.BinaryField(null=True, verbose_name='机器人地址（加密）')),
                ('free_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('failures', models.PositiveIntegerField(default=0, verbose_name='连续失败')),
                ('failure', models.CharField(blank=True, max_length=40, verbose_name='失败原因')),
                ('failed_at', models.DateTimeField(null=True, verbose_name='上次失败')),
                ('succeeded_at', models.DateTimeField(null=True, verbose_name='上次成功')),
                ('station', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.station')),
            ],
            options={
                'verbose_name': '渠道',
                'verbose_name_plural': '渠道',
                'constraints': [models.UniqueConstraint(condition=models.Q(('station', None)), fields=('way',), name='one_mail_channel'), models.UniqueConstraint(fields=('station',), name='one_robot_each'), models.CheckConstraint(condition=models.Q(models.Q(('address', None), ('station', None), ('way', 'mail')), models.Q(('address__isnull', False), ('station__isnull', False), ('way', 'wecom')), _connector='OR'), name='a_robot_has_a_station_and_an_address')],
            },
        ),
    ]
