"""The nouns of mail, one file each."""

from widget.mail.models.arrival import Arrival
from widget.mail.models.letter import Letter
from widget.mail.models.reply_address import ReplyAddress
from widget.mail.models.stop import Stop

__all__ = ["Arrival", "Letter", "ReplyAddress", "Stop"]
