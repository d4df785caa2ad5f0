"""The way a stored file leaves: its owner's page asks who may see it, then calls `send`."""

from django.http import Http404
from django.shortcuts import render

from boards.services import documents
from kscb.pages import download
from kscb.refusal import Refused


def send(request, document, *, about, name=""):
    """The file as a download, which is written down; a page that says why, where it is held."""
    try:
        stream = documents.open_document(document, by=request.user, about=about)
    except documents.Held as held:
        return render(request, "file_held.html", {"why": str(held)}, status=409)
    except Refused as refusal:
        raise Http404(str(refusal)) from refusal
    return download(
        request,
        stream,
        name=name or document.name,
        content_type=documents.content_type(document),
        tag=document.sha256,
    )
