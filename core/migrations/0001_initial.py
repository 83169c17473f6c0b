"""Regions and people alone: Wagtail's own migrations depend on the user model, the rest of core on Wagtail's."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import core.validators


class Migration(migrations.Migration):
    initial = True

    dependencies = [("auth", "0012_alter_user_first_name_max_length")]

    operations = [
        migrations.CreateModel(
            name='Region',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=40, unique=True, verbose_name='code')),
                ('name_ja', models.CharField(max_length=120, verbose_name='name in Japanese')),
                ('name_en', models.CharField(max_length=120, verbose_name='name in English')),
            ],
            options={
                'verbose_name': 'region',
                'verbose_name_plural': 'regions',
                'ordering': ['code'],
            },
        ),
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('employee_number', models.CharField(max_length=20, unique=True, verbose_name='employee number')),
                ('family_name', models.CharField(max_length=60, verbose_name='family name')),
                ('given_name', models.CharField(max_length=60, verbose_name='given name')),
                ('family_kana', models.CharField(blank=True, max_length=60, validators=[core.validators.validate_kana], verbose_name='family name in kana')),
                ('given_kana', models.CharField(blank=True, max_length=60, validators=[core.validators.validate_kana], verbose_name='given name in kana')),
                ('family_romaji', models.CharField(blank=True, max_length=60, validators=[core.validators.validate_romaji], verbose_name='family name in romaji')),
                ('given_romaji', models.CharField(blank=True, max_length=60, validators=[core.validators.validate_romaji], verbose_name='given name in romaji')),
                ('email', models.EmailField(max_length=254, unique=True, verbose_name='e-mail')),
                ('about', models.TextField(blank=True, max_length=2000, verbose_name='about me')),
                ('language', models.CharField(choices=[('ja', 'Japanese'), ('en', 'English')], default='ja', max_length=5, verbose_name='language')),
                ('time_zone', models.CharField(default='Asia/Tokyo', max_length=60, validators=[core.validators.validate_time_zone], verbose_name='time zone')),
                ('theme', models.CharField(choices=[('system', 'As the device is set'), ('light', 'Light'), ('dark', 'Dark')], default='system', max_length=6, verbose_name='theme')),
                ('shortcuts', models.BooleanField(default=True, verbose_name='keyboard shortcuts')),
                ('hire_type', models.CharField(choices=[('new_graduate', 'New graduate'), ('mid_career', 'Mid-career')], max_length=12, verbose_name='hire type')),
                ('joined_on', models.DateField(default=django.utils.timezone.localdate, verbose_name='joined on')),
                ('left_on', models.DateField(blank=True, help_text='The first day without access.', null=True, verbose_name='left on')),
                ('is_active', models.BooleanField(default=True, verbose_name='account active')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='public id')),
                ('session_epoch', models.PositiveIntegerField(default=0, editable=False, verbose_name='session epoch')),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='people', to='core.region', verbose_name='region')),
                ('manager', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reports', to=settings.AUTH_USER_MODEL, verbose_name='manager')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'verbose_name': 'person',
                'verbose_name_plural': 'people',
                'ordering': ['family_kana', 'given_kana', 'employee_number'],
            },
        ),
    ]
