"""Wagtail's own groups have rights at the root of every tree: ours are derived from role grants instead."""

from django.db import migrations


def delete_default_groups(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name__in=["Editors", "Moderators"]).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0003_accounts_and_mail"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtailadmin", "0006_formstate"),
        ("wagtailimages", "0027_image_description"),
        ("wagtaildocs", "0014_alter_document_file_size"),
    ]

    operations = [migrations.RunPython(delete_default_groups, migrations.RunPython.noop)]
