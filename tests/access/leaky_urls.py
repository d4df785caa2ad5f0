"""The site with two mistakes planted: a page that asks nobody's rule, and one without a name."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path

from kscb.urls import urlpatterns as those_of_the_site
from reviews.models import Review


def leak(request, pk):
    return HttpResponse(get_object_or_404(Review, pk=pk).summary)


urlpatterns = [
    *those_of_the_site,
    path("leak/<int:pk>/", leak, name="leak"),
    path("leak/nameless/<int:pk>/", leak),
]
