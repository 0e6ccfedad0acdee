"""People, accounts, projects, and what they may do."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        from accounts import holdings, secrets
        from accounts.actions.connect_sign_in_provider import reseal_sign_in_providers
        from accounts.audit import signing_in
        from accounts.billing import holdings as of_billing
        from accounts.signing_in.second_factor import reseal_second_factors

        holdings.register()
        of_billing.register()
        signing_in.listen()
        secrets.on_reseal("second factors", reseal_second_factors)
        secrets.on_reseal("sign-in providers", reseal_sign_in_providers)
