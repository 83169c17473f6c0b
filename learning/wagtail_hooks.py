"""What editors see of learning."""

from learning import wagtail_hooks_imports, wagtail_hooks_mistakes, wagtail_hooks_runs  # noqa: F401 - they register their hooks
