from django.apps import AppConfig


class BoardsConfig(AppConfig):
    name = "boards"
    verbose_name = "Boards: who"

    def ready(self):
        from boards import access  # noqa: F401 -- permissions are declared by importing
