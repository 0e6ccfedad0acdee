"""Partners' addresses: all of them below /partners/, and the links that they hand out below /r/."""

from __future__ import annotations

from django.urls import path

from integrations.partners.views import own_data, pages

STATEMENT = "partners/statements/<uuid:statement>/"

urlpatterns = [
    path("r/<slug:code>", pages.follow, name="partner_link"),
    path("partners/", pages.home, name="partner_home"),
    path("partners/sign-in/", pages.sign_in, name="partner_sign_in"),
    path("partners/apply/", pages.application, name="partner_apply"),
    path("partners/links/", pages.links, name="partner_links"),
    path("partners/ledger.csv", pages.ledger_csv, name="partner_ledger"),
    path(STATEMENT, pages.statement, name="partner_statement"),
    path(STATEMENT + "pdf/", pages.statement_paper, name="partner_statement_pdf"),
    path(STATEMENT + "csv/", pages.statement_csv, name="partner_statement_csv"),
    path("partners/tax/", own_data.tax, name="partner_tax"),
    path("partners/tax/certificate/", own_data.certificate, name="partner_certificate"),
    path("partners/privacy/", own_data.privacy, name="partner_privacy"),
    path("partners/export/", own_data.export, name="partner_export"),
    path("partners/erase/", own_data.erase, name="partner_erase"),
]
