"""The database itself refuses to change or delete an audit entry. TRUNCATE (an empty test database) stays possible."""

from django.db import migrations

SQLITE = [
    """CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON core_auditentry
       BEGIN SELECT RAISE(ABORT, 'an audit entry is never changed'); END""",
    """CREATE TRIGGER audit_is_never_deleted BEFORE DELETE ON core_auditentry
       BEGIN SELECT RAISE(ABORT, 'an audit entry is never deleted'); END""",
]
POSTGRESQL = [
    """CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN RAISE EXCEPTION 'an audit entry is never changed or deleted'; END $$""",
    """CREATE TRIGGER audit_is_append_only BEFORE UPDATE OR DELETE ON core_auditentry
       FOR EACH ROW EXECUTE FUNCTION audit_is_append_only()""",
]
UNDO = {
    "sqlite": ["DROP TRIGGER IF EXISTS audit_is_never_changed", "DROP TRIGGER IF EXISTS audit_is_never_deleted"],
    "postgresql": [
        "DROP TRIGGER IF EXISTS audit_is_append_only ON core_auditentry",
        "DROP FUNCTION IF EXISTS audit_is_append_only()",
    ],
}


def guard(apps, schema_editor):
    for statement in {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def unguard(apps, schema_editor):
    for statement in UNDO[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("core", "0004_no_default_groups")]

    operations = [migrations.RunPython(guard, unguard)]
