from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "reviews"
    verbose_name = "Reviews: what we learned"

    def ready(self):
        from reviews import access  # noqa: F401 -- permissions are declared by importing
