"""Every address of the site. The apps are reached by name, so that imports only point down."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("performance.urls")),
    path("", include("boards.urls")),
    path("", include("reviews.urls")),
    path("training/", include("training.urls")),
    path("account/", include("allauth.urls")),
    path("back-office/", admin.site.urls),
]
