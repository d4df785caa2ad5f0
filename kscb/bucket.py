"""Files in an S3-compatible store, for a site whose machines have no disc of their own to share.

Chosen by DOCUMENT_BUCKET (kscb/settings.py). Only boards.services.documents opens it.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import File
from storages.backends.s3 import S3Storage


@contextmanager
def faults_of_a_disc() -> Iterator[None]:
    """A store that cannot be reached, or says no, fails as a disc does: with an OSError."""
    try:
        yield
    except (BotoCoreError, ClientError) as fault:
        raise OSError(str(fault)) from fault


class Bucket(S3Storage):
    """Private: a file leaves by our own download page, and has no address of its own."""

    def save(self, name, content, max_length=None):
        with faults_of_a_disc():
            return super().save(name, content, max_length=max_length)

    def open(self, name, mode="rb") -> File:
        """The whole file, fetched: what reads it later never waits for the store."""
        with faults_of_a_disc():
            content = super().open(name, mode)
            content.seek(0)
            return content

    def delete(self, name):
        with faults_of_a_disc():
            super().delete(name)

    def url(self, name, *args, **kwargs):
        raise NotImplementedError("Documents have no address: see boards.services.documents.")
