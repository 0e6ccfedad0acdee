"""The nouns of chat, one file each."""

from chat.models.conversation import Conversation
from chat.models.counter import Counter
from chat.models.follower import Follower
from chat.models.message import Message
from chat.models.read_mark import ReadMark
from chat.models.visitor import Visitor

__all__ = ["Conversation", "Counter", "Follower", "Message", "ReadMark", "Visitor"]
