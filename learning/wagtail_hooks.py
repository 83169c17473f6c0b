"""What editors see of learning."""

from learning import wagtail_hooks_imports, wagtail_hooks_mistakes  # noqa: F401 - they register their hooks
