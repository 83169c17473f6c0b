from django.db import migrations, models


def keep(apps, schema_editor):
    """What was said stays in the language that it was said in; what changed is a list, as its headings may be said in each."""
    for row in apps.get_model("core", "PeopleFile").objects.iterator(chunk_size=20):
        for sheet in row.report.get("sheets", []):
            for each in sheet["listed"]:
                if isinstance(each["changes"], dict):
                    each["changes"] = [
                        {"column": column, "before": before, "after": after}
                        for column, (before, after) in each["changes"].items()
                    ]
        row.said = row.error or {}
        row.save(update_fields=["report", "said"])


class Migration(migrations.Migration):
    dependencies = [("core", "0019_days_of_joining")]

    operations = [
        migrations.AddField(
            model_name="peoplefile",
            name="said",
            field=models.JSONField(blank=True, default=dict, help_text="language → why it could not be read"),
        ),
        migrations.RunPython(keep, migrations.RunPython.noop, elidable=True),
        migrations.RemoveField(model_name="peoplefile", name="error"),
        migrations.RenameField(model_name="peoplefile", old_name="said", new_name="error"),
    ]
