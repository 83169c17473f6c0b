"""What editors meet in Wagtail's admin, beyond the pages themselves. Loaded by `core.wagtail_hooks`."""
