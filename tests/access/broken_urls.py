"""The site with a page that breaks, for what is said when one does."""

from django.urls import path

from kscb.urls import urlpatterns as those_of_the_site


def broken(request):
    raise RuntimeError("Broken on purpose")


urlpatterns = [*those_of_the_site, path("broken/", broken, name="broken")]
