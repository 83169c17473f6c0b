from django.db import migrations, models


def keep(apps, schema_editor):
    """What was said stays in the language that it was said in."""
    for run in apps.get_model("learning", "ImportRun").objects.exclude(error="").only("error"):
        run.said = run.error
        run.save(update_fields=["said"])


class Migration(migrations.Migration):
    dependencies = [("learning", "0014_equivalents_in_the_editor")]

    operations = [
        migrations.AddField(
            model_name="importrun",
            name="said",
            field=models.JSONField(
                blank=True, default=dict, help_text="language → why it failed, or a word of our own"
            ),
        ),
        migrations.RunPython(keep, migrations.RunPython.noop, elidable=True),
        migrations.RemoveField(model_name="importrun", name="error"),
        migrations.RenameField(model_name="importrun", old_name="said", new_name="error"),
    ]
