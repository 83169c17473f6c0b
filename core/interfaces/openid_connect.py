"""Speaking with an identity provider: where to send someone, and who comes back. allauth does the protocol.

On top of what allauth checks (state, PKCE): the issuer of the discovery document; the signature of the ID token by the
provider's published keys, its issuer, audience, times and nonce; that the user info is about the same subject.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import jwt
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, get_adapter
from allauth.socialaccount.internal import statekit
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from requests import RequestException

from core.domain.outside import Identity, Refusal, RefusedError

logger = logging.getLogger("terakoya.sign_in")
# Signatures that can be checked with a published key; a secret shared with the provider is not among them.
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
LEEWAY = 60
"""Seconds that the provider's clock may be off."""


@dataclass(frozen=True)
class Provider:
    """One of the settings, as people see it."""

    id: str
    name: str


@dataclass(frozen=True)
class Returned:
    """Who came back, where they wanted to go, and what the provider needs to hear at sign-out."""

    identity: Identity
    next_url: str
    sign_out: dict[str, str]


def providers() -> list[Provider]:
    """Those that people may sign in with, in the order of the settings, named in the language of the request."""
    language = "ja" if (get_language() or "ja").startswith("ja") else "en"
    return [Provider(each["id"], each["name"][language]) for each in settings.OIDC_PROVIDERS]


def provider_called(name: str) -> Provider | None:
    """The provider of an address; None for one that there is not."""
    return next((each for each in providers() if each.id == name), None)


def send_away(request: HttpRequest, provider: Provider, *, next_url: str) -> HttpResponse:
    """To the provider's own page. Raises RefusedError where it does not answer."""
    with _refusals(provider):
        nonce = secrets.token_urlsafe(24)
        there = _allauth_provider(request, provider)
        params = {**there.get_auth_params(), "nonce": nonce, "ui_locales": get_language() or "ja"}
        response: HttpResponse = there.redirect(
            request, "login", next_url=next_url, auth_params=params, nonce=nonce, language=get_language()
        )
    return response


def language_of(request: HttpRequest) -> str:
    """The language in which somebody left; the provider sends them back to an address without one."""
    stashed = statekit.get_states(request).get(request.GET.get("state", ""))
    return str(stashed[0].get("language") or "") if stashed else ""


def come_back(request: HttpRequest, provider: Provider) -> Returned:
    """Who the provider says it is. Raises RefusedError for whatever is not exactly as it must be."""
    state = statekit.unstash_state(request, provider_id=provider.id, state_id=request.GET.get("state", ""))
    if state is None:
        raise RefusedError(Refusal.EXPIRED)
    if "code" not in request.GET:
        was_refused = request.GET.get("error") == "access_denied"
        raise RefusedError(Refusal.CANCELLED if was_refused else Refusal.REJECTED)
    with _refusals(provider):
        there = Exchange(request, provider.id)
        app = there.get_provider().app
        answer = there.get_access_token_data(
            request, app, there.get_client(request, app), pkce_code_verifier=state.get("pkce_code_verifier")
        )
        identity = there.identity(answer, nonce=state["nonce"])
        sign_out = there.sign_out_by(answer["id_token"])
    return Returned(identity, state.get("next", ""), sign_out)


def sign_out_address(told: Mapping[str, str]) -> str:
    """Where the provider ends its own session (OpenID Connect RP-initiated logout) and sends the person back from."""
    values = {
        "id_token_hint": told["id_token"],
        "client_id": told["client_id"],
        "post_logout_redirect_uri": f"{settings.BASE_URL}{reverse('sign_in')}",
    }
    return f"{told['address']}{'&' if '?' in told['address'] else '?'}{urlencode(values)}"


class ProvidersOfTheEnvironment(DefaultSocialAccountAdapter):
    """allauth's list of providers: ours alone. Rows that someone put into its tables are not asked."""

    def list_apps(
        self, request: HttpRequest | None, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        return [_app(each) for each in settings.OIDC_PROVIDERS if provider in (None, each["id"])]

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False


class Exchange(OpenIDConnectOAuth2Adapter):
    """allauth's side of the conversation, with the checks that it leaves out."""

    @property
    def openid_config(self) -> dict[str, Any]:
        config: dict[str, Any] = super().openid_config
        expected = self.get_provider().app.settings["issuer"]
        if str(config["issuer"]).rstrip("/") != expected.rstrip("/"):
            raise OAuth2Error("the discovery document names another issuer")
        return config

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        """What is registered at the provider: one address, whatever host or front a request came by."""
        return f"{settings.BASE_URL}{reverse('sign_in_back', args=[self.provider_id])}"

    def identity(self, answer: Mapping[str, Any], *, nonce: str) -> Identity:
        claims = self._checked(answer["id_token"])
        if not secrets.compare_digest(str(claims.get("nonce", "")), nonce):
            raise OAuth2Error("the nonce is another one")
        info = self._user_info(answer, subject=claims["sub"])
        said = info if "email" in info else claims  # the address and whether it is verified, from one mouth
        number = self.get_provider().app.settings["claim"]
        return Identity(
            provider=self.provider_id,
            subject=str(claims["sub"]),
            email=str(said.get("email") or "").strip(),
            is_email_verified=str(said.get("email_verified")).lower() == "true",
            employee_number=str(info.get(number) or claims.get(number) or "").strip(),
        )

    def sign_out_by(self, id_token: str) -> dict[str, str]:
        """Kept in the session; empty where the provider offers no end of its session, or the settings leave it."""
        app, address = self.get_provider().app, str(self.openid_config.get("end_session_endpoint") or "")
        if not app.settings["sign_out"] or not address.startswith(("https://", "http://")):
            return {}
        return {
            "provider": self.provider_id, "id_token": id_token, "client_id": app.client_id, "address": address
        }  # fmt: skip

    def _checked(self, token: str) -> dict[str, Any]:
        app, config = self.get_provider().app, self.openid_config
        claims: dict[str, Any] = jwt.decode(
            token,
            self._key_of(token),
            algorithms=ALGORITHMS,
            issuer=config["issuer"],
            audience=app.client_id,
            leeway=LEEWAY,
            options={"require": ["iss", "sub", "aud", "exp", "iat"]},
        )
        if claims.get("azp", app.client_id) != app.client_id:
            raise OAuth2Error("the token is for another client")
        if not 0 < len(str(claims["sub"])) <= 255:
            raise OAuth2Error("the subject is empty or too long")
        return claims

    def _key_of(self, token: str) -> jwt.PyJWK:
        keys = jwt.PyJWKSet.from_dict(self._fetched(self.openid_config["jwks_uri"])).keys
        named = jwt.get_unverified_header(token).get("kid")
        fitting = [key for key in keys if named in (None, key.key_id)]
        if len(fitting) != 1:
            raise OAuth2Error("no key of the provider fits the token")
        return fitting[0]

    def _user_info(self, answer: Mapping[str, Any], *, subject: str) -> dict[str, Any]:
        if "userinfo_endpoint" not in self.openid_config:
            return {}
        info = self._fetched(self.profile_url, {"Authorization": f"Bearer {answer['access_token']}"})
        if info.get("sub") != subject:
            raise OAuth2Error("the user info is about somebody else")
        return info

    def _fetched(self, address: str, headers: dict[str, str] | None = None) -> dict[str, Any]:
        with get_adapter().get_requests_session() as session:
            response = session.get(address, headers=headers)
            response.raise_for_status()
            found: dict[str, Any] = response.json()
        return found


def _allauth_provider(request: HttpRequest, provider: Provider) -> OpenIDConnectProvider:
    there: OpenIDConnectProvider = get_adapter().get_provider(request, provider=provider.id)
    there.oauth2_adapter_class = Exchange
    return there


def _app(provider: Mapping[str, Any]) -> SocialApp:
    return SocialApp(
        provider=OpenIDConnectProvider.id,
        provider_id=provider["id"],
        name=provider["name"]["en"],
        client_id=provider["client_id"],
        secret=provider["client_secret"],
        settings={
            "server_url": f"{provider['issuer'].rstrip('/')}/.well-known/openid-configuration",
            "issuer": provider["issuer"],
            "scope": provider["scope"],
            "claim": provider["claim"],
            "sign_out": provider["sign_out"],
            "oauth_pkce_enabled": True,
        },
    )


@contextmanager
def _refusals(provider: Provider) -> Iterator[None]:
    """What goes wrong with a provider as one of two: it does not answer, or it answers what we do not believe.

    The log says which kind of error; what the provider wrote may hold a token and is not repeated.
    """
    try:
        yield
    except RequestException as error:
        logger.warning("Identity provider %s does not answer: %s", provider.id, type(error).__name__)
        raise RefusedError(Refusal.AWAY) from None
    except (OAuth2Error, jwt.PyJWTError, KeyError, ValueError, TypeError, AttributeError) as error:
        why = error if isinstance(error, OAuth2Error) and "retrieving" not in str(error) else type(error).__name__
        logger.warning("What identity provider %s answers is refused: %s", provider.id, why)
        raise RefusedError(Refusal.REJECTED) from None
