from django.apps import AppConfig


class PerformanceConfig(AppConfig):
    name = "performance"
    verbose_name = "Performance: did it work"

    def ready(self):
        from performance import access  # noqa: F401 -- permissions are declared by importing
