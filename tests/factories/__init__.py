"""Rows for tests: each factory sets only what is required; traits name states."""

from tests.factories.boards import *  # noqa: F403
from tests.factories.life import *  # noqa: F403
from tests.factories.performance import *  # noqa: F403
from tests.factories.reviews import *  # noqa: F403
from tests.factories.thread import *  # noqa: F403
from tests.factories.training import *  # noqa: F403
