"""What other apps may call."""

from core.blocks import BODY_BLOCKS
from core.models.pages import PortalPage

__all__ = ["BODY_BLOCKS", "PortalPage"]
