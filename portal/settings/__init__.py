"""Settings of the portal: twelve-factor, and with no environment at all they serve one machine.

Each file holds one concern; `environment.py` reads every variable and stops the start with one line where one is
wrong. docs/operations.md lists the variables.
"""

from .accounts import *  # noqa: F403
from .base import *  # noqa: F403
from .elasticsearch import *  # noqa: F403
from .logs import *  # noqa: F403
from .materials import *  # noqa: F403
from .openid_connect import *  # noqa: F403
from .search import *  # noqa: F403
from .security import *  # noqa: F403
from .services import *  # noqa: F403
from .wagtail import *  # noqa: F403
