"""Keys, hosts, cookies, transport. What a browser is told in headers beside these is in core/middleware."""

from urllib.parse import urlsplit

from . import environment
from .base import BASE_URL, DEMO, PRODUCTION

DEVELOPMENT_KEY = "insecure-development-key-used-only-without-an-environment"
SHORTEST_KEY = 50

SECRET_KEY = environment.text("SECRET_KEY", "" if PRODUCTION else DEVELOPMENT_KEY)
SECRET_KEY_FALLBACKS = environment.names("SECRET_KEY_FALLBACKS", [])
if not SECRET_KEY:
    environment.stop(
        "SECRET_KEY", "must be set in production (TERAKOYA_ENV=production): at least 50 random characters."
    )
if PRODUCTION and (len(SECRET_KEY) < SHORTEST_KEY or SECRET_KEY == DEVELOPMENT_KEY):
    environment.stop("SECRET_KEY", "must be at least 50 random characters in production.")
if PRODUCTION and DEMO:
    environment.stop("TERAKOYA_DEMO", "lets anyone sign in as anyone; it cannot be true where TERAKOYA_ENV=production.")

_host = urlsplit(BASE_URL).hostname or ""
LOCAL_HOSTS = ["127.0.0.1", "localhost", "[::1]", "testserver"]
ALLOWED_HOSTS = environment.hosts(
    "ALLOWED_HOSTS", [_host] if PRODUCTION else [*LOCAL_HOSTS, *({_host} - {*LOCAL_HOSTS})]
)
CSRF_TRUSTED_ORIGINS = [BASE_URL] if PRODUCTION else []

# Cookies. The __Host- prefix makes a browser refuse a cookie set by a neighbouring host or over plain HTTP.
_prefix = "__Host-" if PRODUCTION else ""
SESSION_COOKIE_NAME = f"{_prefix}terakoya_session"
CSRF_COOKIE_NAME = f"{_prefix}terakoya_csrf"
LANGUAGE_COOKIE_NAME = f"{_prefix}terakoya_language"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = PRODUCTION
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"  # the previews of Wagtail say SAMEORIGIN for themselves

if PRODUCTION:
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]  # asked on the loopback, without the front
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True

# Where a front (nginx) stands before us, it sets X-Forwarded-Proto and X-Real-IP itself and drops what a client sent;
# the servers behind it listen on the loopback alone.
BEHIND_PROXY = environment.flag("BEHIND_PROXY", default=PRODUCTION)
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
