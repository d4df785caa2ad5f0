from django.apps import AppConfig


class TrainingConfig(AppConfig):
    name = "training"
    verbose_name = "Training: what we taught"

    def ready(self):
        from training import access  # noqa: F401 -- permissions are declared by importing
