from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "reviews"
    verbose_name = "Reviews: what we learned"

    def ready(self):
        from reviews import access  # noqa: F401 -- permissions are declared by importing
        from reviews.models import withheld  # noqa: F401 -- and so is what lists do not repeat
