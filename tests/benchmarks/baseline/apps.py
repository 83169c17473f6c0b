from django.apps import AppConfig


class BaselineConfig(AppConfig):
    name = "tests.benchmarks.baseline"
    label = "baseline"
    default_auto_field = "django.db.models.BigAutoField"
