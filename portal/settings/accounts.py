"""Who a person is and how they sign in."""

from datetime import timedelta

AUTH_USER_MODEL = "core.Person"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "core.backends.EmployedBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "/"
WAGTAILADMIN_LOGIN_URL = "/sign-in/"  # never followed: core.middleware.access asks first
WAGTAIL_FRONTEND_LOGIN_URL = "/sign-in/"

# Five failures for one account from one address close it from there for a quarter of an hour. The address is the
# client's own: behind a front it comes from the header that the front alone sets (portal.serving.front).
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_USERNAME_FORM_FIELD = "username"
AXES_USERNAME_CALLABLE = "core.domain.sign_in.spelled_once"
AXES_CLIENT_IP_CALLABLE = "core.domain.sign_in.client_address"
AXES_LOCKOUT_CALLABLE = "core.views.accounts.locked_out"
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address"]
