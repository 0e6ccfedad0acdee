"""What we know of a partner: the tax profile, what it is used for and who looked; a copy of everything, and the way out."""

from __future__ import annotations

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.errors import Invalid
from accounts.recent import require_recent
from integrations.partners.actions.edit_tax_profile import edit_tax_profile
from integrations.partners.actions.erase_partner import erase_partner
from integrations.partners.actions.export_partner import export_partner
from integrations.partners.actions.keep_certificate import keep_certificate, read_certificate
from integrations.partners.certificates import ENDINGS, LARGEST
from integrations.partners.door import PartnerRequest, partner_page, waiting_too
from integrations.partners.forms import TaxForm
from integrations.partners.models import Look
from integrations.partners.profile import read_profile, row_of

LOOKS_SHOWN = 100


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@partner_page
def tax(request: PartnerRequest) -> HttpResponse:
    """The form; a POST saves it. Another payout account is taken only from somebody who has just shown that it is them."""
    who = request.user.get_full_name()
    form = TaxForm(request.POST) if request.method == "POST" else None
    if form is not None and form.is_valid():
        if form.said["iban"]:
            require_recent(request)
        try:
            edit_tax_profile(request.partner, who=who, said=form.said)
            return redirect(f"{request.path}?saved")
        except Invalid as no:
            for name, wrong in no.fields.items():
                form.add_error(name, wrong)
    profile = read_profile(request.partner, who=who, purpose=Look.Purpose.OWN)
    row = row_of(request.partner)
    words = {"form": form or TaxForm.of(profile), "profile": profile, "row": row, "partner": request.partner, "page": "tax"}
    more = {"saved": "saved" in request.GET, "refused": request.GET.get("refused", "")}
    return render(request, "partners/tax.html", {**words, **more}, status=400 if form is not None else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@partner_page
def certificate(request: PartnerRequest) -> HttpResponse:
    """Hand it in, or have it back."""
    if request.method == "POST":
        file = request.FILES.get("certificate")
        try:
            keep_certificate(request.partner, file.read(LARGEST + 1) if file is not None else b"")
        except Invalid:
            return redirect("/partners/tax/?refused=certificate")
        return redirect("/partners/tax/?saved")
    found = read_certificate(request.partner, who=request.user.get_full_name(), purpose=Look.Purpose.OWN)
    if found is None:
        raise Http404
    answer = HttpResponse(found[0], content_type=found[1])
    answer["Content-Disposition"] = f'attachment; filename="certificate.{ENDINGS[found[1]]}"'
    return answer


@require_safe
@never_cache
@waiting_too
def privacy(request: PartnerRequest) -> HttpResponse:
    """What it is used for, and who looked."""
    looks = Look.objects.order_by("-id")[:LOOKS_SHOWN]
    return render(request, "partners/privacy.html", {"looks": looks, "partner": request.partner, "page": "privacy"})


@require_POST
@never_cache
@waiting_too
def export(request: PartnerRequest) -> HttpResponse:
    """A copy of everything, for somebody who has just shown that it is them."""
    require_recent(request)
    answer = JsonResponse(export_partner(request.partner, who=request.user.get_full_name()), json_dumps_params={"indent": 2})
    answer["Content-Disposition"] = 'attachment; filename="parley-partner.json"'
    return answer


@require_POST
@never_cache
@waiting_too
def erase(request: PartnerRequest) -> HttpResponse:
    """Leave. What is kept is said on the page before, and on the one after."""
    require_recent(request)
    left = erase_partner(request.partner.pk)
    return render(request, "partners/left.html", {"left": left})
