"""The database refuses to change an audit entry, and to delete one younger than ten years (core.privacy_notes.TRAIL)."""

from django.db import migrations

SQLITE = [
    """CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON core_auditentry
       BEGIN SELECT RAISE(ABORT, 'an audit entry is never changed'); END""",
    """CREATE TRIGGER audit_is_never_deleted BEFORE DELETE ON core_auditentry
       WHEN OLD.at >= datetime('now', '-10 years')
       BEGIN SELECT RAISE(ABORT, 'an audit entry is never deleted before ten years'); END""",
]
POSTGRESQL = [
    """CREATE OR REPLACE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN
         IF TG_OP = 'DELETE' AND OLD.at < now() - interval '10 years' THEN RETURN OLD; END IF;
         RAISE EXCEPTION 'an audit entry is never changed, nor deleted before ten years';
       END $$""",
]
AS_BEFORE = {
    "sqlite": [
        "DROP TRIGGER audit_is_never_deleted",
        """CREATE TRIGGER audit_is_never_deleted BEFORE DELETE ON core_auditentry
           BEGIN SELECT RAISE(ABORT, 'an audit entry is never deleted'); END""",
    ],
    "postgresql": [
        """CREATE OR REPLACE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
           BEGIN RAISE EXCEPTION 'an audit entry is never changed or deleted'; END $$""",
    ],
}


def loosen(apps, schema_editor):
    now = {"sqlite": ["DROP TRIGGER audit_is_never_deleted", SQLITE[1]], "postgresql": POSTGRESQL}
    for statement in now[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def tighten(apps, schema_editor):
    for statement in AS_BEFORE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("core", "0007_leaving_and_anonymity")]

    operations = [migrations.RunPython(loosen, tighten)]
