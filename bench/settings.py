"""The site's own settings, with one more page: the floor that others are measured against."""

from kscb.settings import *  # noqa: F403

ROOT_URLCONF = "bench.urls"
