"""The nouns of calling people."""

from panel.notices.models.call import Call, Ring
from panel.notices.models.device import Device
from panel.notices.models.ladder import Ladder
from panel.notices.models.manner import Manner
from panel.notices.models.preference import Preference
from panel.notices.models.wait import Wait

__all__ = ["Call", "Device", "Ladder", "Manner", "Preference", "Ring", "Wait"]
