"""`…/conversations/{id}/mails/{mail}`: the mail that a message came by, as it was before its quotations were taken off."""

from __future__ import annotations

from rest_framework.request import Request
from rest_framework.response import Response

from chat.access import conversation_for
from panel.api.door import ProjectView
from widget.mail.queries import mail_of


class OneMail(ProjectView):
    def get(self, request: Request, conversation: str, mail: str) -> Response:
        return Response(mail_of(conversation_for(self.actor, self.project, conversation), mail))
