"""What editors see of learning."""

from learning import wagtail_hooks_imports  # noqa: F401 - it registers its hooks
