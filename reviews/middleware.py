"""Sends whoever is about to read a restricted review to say why, then back to the page."""

from urllib.parse import urlencode

from django.shortcuts import redirect
from django.urls import reverse

from reviews.views.restricted import ReasonWanted


class AskWhy:
    """A page that raised ReasonWanted is asked for again once the reason is given."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not isinstance(exception, ReasonWanted):
            return None
        onward = urlencode({"next": request.get_full_path()})
        return redirect(f"{reverse('reviews:why', args=[exception.review.pk])}?{onward}")
