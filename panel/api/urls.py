"""Addresses below /api/v1/."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern, include, path, re_path

from panel.api import (
    api_keys,
    articles,
    asking,
    audit_log,
    automations,
    billing,
    changing,
    conversations,
    departments,
    erasures,
    exports,
    feed,
    files,
    forwards,
    grants,
    imports,
    inbox,
    invitations,
    live,
    mails,
    members,
    people,
    prepared,
    reports,
    search,
)


def at(route: str, view: Callable[..., Any]) -> URLPattern:
    """An address with or without its last slash: the contract writes them without, browsers' habits with."""
    return re_path(rf"^{route}/?$", view)


project = [
    at("conversations", conversations.Conversations.as_view()),
    at("conversations/counts", conversations.Counts.as_view()),
    at("conversations/bulk", changing.Many.as_view()),
    at("conversations/(?P<conversation>[^/]+)", conversations.OneConversation.as_view()),
    at("conversations/(?P<conversation>[^/]+)/messages", conversations.Messages.as_view()),
    at("conversations/(?P<conversation>[^/]+)/messages/(?P<number>[^/]+)", changing.OneMessage.as_view()),
    at("conversations/(?P<conversation>[^/]+)/unread", changing.Unread.as_view()),
    at("conversations/(?P<conversation>[^/]+)/merged", changing.Merged.as_view()),
    at("tags", prepared.Tags.as_view()),
    at("tags/(?P<tag>[^/]+)", prepared.OneTag.as_view()),
    at("canned-replies", prepared.CannedReplies.as_view()),
    at("canned-replies/(?P<reply>[^/]+)", prepared.OneCannedReply.as_view()),
    at("canned-replies/(?P<reply>[^/]+)/used", prepared.CannedReplyUsed.as_view()),
    at("macros", prepared.Macros.as_view()),
    at("macros/(?P<macro>[^/]+)", prepared.OneMacro.as_view()),
    at("macros/(?P<macro>[^/]+)/run", prepared.RunMacro.as_view()),
    at("views", prepared.SavedViews.as_view()),
    at("views/(?P<view>[^/]+)", prepared.OneSavedView.as_view()),
    at("feed", feed.Feed.as_view()),
    at("search", search.Search.as_view()),
    at("conversations/(?P<conversation>[^/]+)/mails/(?P<mail>[^/]+)", mails.OneMail.as_view()),
    at("conversations/(?P<conversation>[^/]+)/forms", asking.Forms.as_view()),
    at("automations", automations.Automations.as_view()),
    at("automations/(?P<automation>[^/]+)", automations.OneAutomation.as_view()),
    at("articles", articles.Articles.as_view()),
    at("articles/(?P<article>[^/]+)", articles.OneArticle.as_view()),
    at("article-topics", articles.Topics.as_view()),
    at("article-topics/(?P<topic>[^/]+)", articles.OneTopic.as_view()),
    at("files", files.Files.as_view()),
    at("files/(?P<file>[^/]+)", files.OneFile.as_view()),
    at("files/(?P<file>[^/]+)/done", files.FileIsThere.as_view()),
    at("files/(?P<file>[^/]+)/content", files.Content.as_view()),
    at("files/(?P<file>[^/]+)/thumbnail", files.Thumbnail.as_view()),
    at("reports/(?P<name>[a-z]+)", reports.Report.as_view()),
    at("departments", departments.Departments.as_view()),
    at("departments/(?P<department>[^/]+)", departments.OneDepartment.as_view()),
    at("operators", people.Operators.as_view()),
    at("visitors/online", people.VisitorsOnline.as_view()),
    at("visitors/(?P<visitor>[^/]+)", people.OneVisitor.as_view()),
    at("visitors/(?P<visitor>[^/]+)/export", exports.ExportOfVisitor.as_view()),
    at("visitors/(?P<visitor>[^/]+)/erase", erasures.ErasureOfVisitor.as_view()),
    at("visitors/(?P<visitor>[^/]+)/answers", asking.Answers.as_view()),
    at("exports", exports.ExportsOfProject.as_view()),
    at("integrations", forwards.Integrations.as_view()),
    at("integrations/(?P<integration>[^/]+)", forwards.OneIntegration.as_view()),
    at("integrations/(?P<integration>[^/]+)/preview", forwards.Preview.as_view()),
    at("integrations/(?P<integration>[^/]+)/forwards", forwards.Forwards.as_view()),
    at("deliveries", forwards.Deliveries.as_view()),
    at("deliveries/(?P<delivery>[^/]+)", forwards.OneDelivery.as_view()),
    at("deliveries/(?P<delivery>[^/]+)/resend", forwards.Resend.as_view()),
    at("deliveries/(?P<delivery>[^/]+)/try-now", forwards.TryNow.as_view()),
    at("deliveries/(?P<delivery>[^/]+)/cancel", forwards.Cancel.as_view()),
]

account = [
    at("members", members.Members.as_view()),
    at("members/(?P<member>[^/]+)", members.OneMember.as_view()),
    at("invitations", invitations.Invitations.as_view()),
    at("invitations/(?P<invitation>[^/]+)", invitations.OneInvitation.as_view()),
    at("invitations/(?P<invitation>[^/]+)/resend", invitations.Resend.as_view()),
    at("exports", exports.Exports.as_view()),
    at("exports/(?P<export>[^/]+)", exports.OneExport.as_view()),
    at("imports", imports.Imports.as_view()),
    at("imports/(?P<import>[^/]+)", imports.OneImport.as_view()),
    at("erasures", erasures.Erasures.as_view()),
    at("erasures/(?P<erasure>[^/]+)", erasures.OneErasure.as_view()),
    at("grants", grants.Grants.as_view()),
    at("grants/(?P<grant>[^/]+)", grants.OneGrant.as_view()),
    at("subscription", billing.Subscription.as_view()),
    at("invoices", billing.Invoices.as_view()),
    at("audit", audit_log.AuditLog.as_view()),
    at("api-keys", api_keys.ApiKeys.as_view()),
    at("api-keys/(?P<key>[^/]+)", api_keys.OneApiKey.as_view()),
]

urlpatterns = [
    at("projects", people.Projects.as_view()),
    at("projects/(?P<project>[^/]+)", people.OneProject.as_view()),
    path("projects/<str:project>/", include(project)),
    path("account/", include(account)),
    at("reports/projects", reports.Projects.as_view()),
    at("inbox", inbox.Inbox.as_view()),
    at("live/frames", live.Frames.as_view()),
    at("live/feed", live.feed),
]
