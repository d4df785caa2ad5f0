"""The site's addresses and the floor: a signed-in page that shows only the base template."""

from django.http import HttpResponse
from django.template import engines
from django.urls import include, path

FLOOR = engines["django"].from_string(
    '{% extends "base.html" %}{% block title %}Floor{% endblock %}'
    '{% block main %}<h1 class="govuk-heading-xl">Floor</h1>{% endblock %}'
)


def floor(request):
    return HttpResponse(FLOOR.render({}, request))


urlpatterns = [path("", include("kscb.urls")), path("bench/floor/", floor, name="floor")]
