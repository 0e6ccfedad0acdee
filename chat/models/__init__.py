"""The nouns of chat, one file each."""

from chat.models.ban import Ban
from chat.models.conversation import Conversation
from chat.models.counter import Counter
from chat.models.follower import Follower
from chat.models.form import Answer, Form
from chat.models.message import Message
from chat.models.read_mark import ReadMark
from chat.models.visitor import Visitor

__all__ = ["Answer", "Ban", "Conversation", "Counter", "Follower", "Form", "Message", "ReadMark", "Visitor"]
