"""The settings read the environment: right values switch one part, wrong ones stop the start with one line."""

import json
from pathlib import Path

import pytest

from tests.portal.processes import run

KEY = "k3y-of-production-0123456789-abcdefghijklmnopqrstuvwxyz"
PRODUCTION = {"TERAKOYA_ENV": "production", "BASE_URL": "https://portal.example", "SECRET_KEY": KEY}

SHOW = """
import json
from portal import settings as s
print(json.dumps({
    "engine": s.DATABASES["default"]["ENGINE"], "name": str(s.DATABASES["default"]["NAME"]),
    "layer": s.CHANNEL_LAYERS["default"]["BACKEND"], "cache": s.CACHES["default"]["BACKEND"],
    "mail": s.EMAIL_BACKEND, "debug": s.DEBUG, "hosts": s.ALLOWED_HOSTS, "language": s.LANGUAGE_CODE,
    "cookies": [s.SESSION_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_NAME, s.CSRF_COOKIE_SECURE],
    "search": s.ELASTICSEARCH["nodes"],
}))
"""


def shown(data: Path, **variables: str) -> dict[str, object]:
    result = run("-c", SHOW, data=data, **variables)
    assert result.stderr == ""
    shown: dict[str, object] = json.loads(result.stdout)
    return shown


def test_no_environment_at_all_serves_one_machine(tmp_path: Path) -> None:
    assert shown(tmp_path) == {
        "engine": "django.db.backends.sqlite3",
        "name": str(tmp_path / "terakoya.sqlite3"),
        "layer": "channels.layers.InMemoryChannelLayer",
        "cache": "django.core.cache.backends.locmem.LocMemCache",
        "mail": "django.core.mail.backends.console.EmailBackend",
        "debug": False,
        "search": [],
        "hosts": ["127.0.0.1", "localhost", "[::1]", "testserver"],
        "language": "ja",
        "cookies": ["terakoya_session", False, "terakoya_csrf", False],
    }


@pytest.mark.parametrize(
    ("variable", "value", "changed"),
    [
        ("DATABASE_URL", "postgres://u:p@db:5432/n", {"engine": "django.db.backends.postgresql", "name": "n"}),
        (
            "REDIS_URL",
            "redis://cache:6379/1",
            {
                "layer": "channels_redis.pubsub.RedisPubSubChannelLayer",
                "cache": "django.core.cache.backends.redis.RedisCache",
            },
        ),
        ("EMAIL_URL", "smtp+tls://u:p@mail:587", {"mail": "django.core.mail.backends.smtp.EmailBackend"}),
        ("LANGUAGE_CODE", "en", {"language": "en"}),
        (
            "ELASTICSEARCH_URL",
            "https://u:p@one:9200, https://two:9200",
            {"search": ["https://u:p@one:9200", "https://two:9200"]},
        ),
        ("DEBUG", "yes", {"debug": True}),
        ("ALLOWED_HOSTS", "a.example, b.example", {"hosts": ["a.example", "b.example"]}),
        ("DATABASE_URL", "", {}),
    ],
)
def test_each_variable_switches_its_part_and_nothing_else(
    tmp_path: Path, variable: str, value: str, changed: dict[str, object]
) -> None:
    assert shown(tmp_path, **{variable: value}) == shown(tmp_path) | changed


def test_a_demo_keeps_its_mail_and_the_lines_of_its_tasks_off_the_terminal(tmp_path: Path) -> None:
    """Hundreds of mails as it begins: the line with the address that it is at stood ten thousand lines above."""
    show = (
        "import json; from portal import settings as s;"
        "print(json.dumps([s.EMAIL_BACKEND, s.EMAIL_FILE_PATH, s.LOGGING['loggers']['terakoya.worker']]))"
    )
    demo = json.loads(run("-c", show, data=tmp_path, TERAKOYA_DEMO="true").stdout)

    assert demo == ["django.core.mail.backends.filebased.EmailBackend", str(tmp_path / "mail"), {"level": "WARNING"}]
    assert shown(tmp_path, TERAKOYA_DEMO="true", EMAIL_URL="console:") == shown(tmp_path)


def test_identity_providers_come_from_the_variable_or_from_a_file_that_it_names(tmp_path: Path) -> None:
    show = "import json; from portal import settings as s; print(json.dumps(s.OIDC_PROVIDERS))"
    given = minamo(issuer="http://127.0.0.1:9400")
    file = tmp_path / "providers.json"
    file.write_text(given["OIDC_PROVIDERS"])

    said = json.loads(run("-c", show, data=tmp_path, **given).stdout)

    assert said == json.loads(run("-c", show, data=tmp_path, OIDC_PROVIDERS=str(file)).stdout)
    assert (said[0]["match"], said[0]["trust_email"], said[0]["name"]["ja"]) == ("email", False, "Minamo ID")
    assert json.loads(run("-c", show, data=tmp_path).stdout) == []


def test_production_has_secure_cookies_that_no_neighbour_can_set(tmp_path: Path) -> None:
    production = shown(tmp_path, **PRODUCTION)

    assert production["cookies"] == ["__Host-terakoya_session", True, "__Host-terakoya_csrf", True]
    assert production["hosts"] == ["portal.example"]


ELASTIC = {"ELASTICSEARCH_URL": "https://search:9200"}


def minamo(*, times: int = 1, **changed: object) -> dict[str, str]:
    """An identity provider of the environment, so many times."""
    whole = {
        "id": "minamo",
        "name": "Minamo ID",
        "issuer": "https://id.example",
        "client_id": "t",
        "client_secret": "u:p@",
    }
    return {"OIDC_PROVIDERS": json.dumps([whole | changed] * times)}


WRONG = [
    ({"DATABASE_URL": "mysql://u:p@db/n"}, "DATABASE_URL must begin with"),
    ({"DATABASE_URL": "postgres://u:p@db:port/n"}, "DATABASE_URL is not a URL"),
    ({"DATABASE_URL": "postgres://"}, "DATABASE_URL must be like"),
    ({"DATABASE_URL": "not a url"}, "DATABASE_URL must begin with"),
    ({"DATABASE_URL": "sqlite:file.db"}, "DATABASE_URL must be like"),
    ({"DATABASE_URL": "sqlite:///"}, "DATABASE_URL must be like sqlite:////folder"),
    ({"DATABASE_URL": "sqlite:///here.sqlite3"}, "DATABASE_URL must be like sqlite:////folder"),
    ({"DATABASE_URL": "sqlite:////proc/nowhere/here.sqlite3"}, "DATABASE_URL must name a folder"),
    ({"EMAIL_URL": "file:///proc/nowhere"}, "EMAIL_URL must name a folder"),
    ({"DEFAULT_FROM_EMAIL": "terakoya"}, "DEFAULT_FROM_EMAIL must be like"),
    ({"DEFAULT_FROM_EMAIL": "T <t@portal.example"}, "DEFAULT_FROM_EMAIL must be like"),
    ({"MATERIALS_ALLOWED_HOSTS": "https://git.example"}, "MATERIALS_ALLOWED_HOSTS must be host names"),
    ({"MATERIALS_ALLOWED_HOSTS": "*"}, "MATERIALS_ALLOWED_HOSTS must be host names"),
    ({"ALLOWED_HOSTS": "http://portal.example"}, "ALLOWED_HOSTS must be host names such as portal.example"),
    ({"ALLOWED_HOSTS": "portal.example:8000"}, "ALLOWED_HOSTS must be host names such as portal.example"),
    ({"REDIS_URL": "http://cache"}, "REDIS_URL must begin with"),
    ({"REDIS_URL": "redis://cache/first"}, "REDIS_URL must be like"),
    ({"ELASTICSEARCH_URL": "search:9200"}, "ELASTICSEARCH_URL must begin with http: or https:"),
    ({"ELASTICSEARCH_URL": "http://u:p@one:9200,ftp://two"}, "ELASTICSEARCH_URL must begin with http: or https:"),
    ({"ELASTICSEARCH_URL": "http://u:p@one:port"}, "ELASTICSEARCH_URL is not a URL"),
    ({"ELASTICSEARCH_URL": "http://"}, "ELASTICSEARCH_URL must be like"),
    ({"ELASTICSEARCH_URL": "http://one two:9200"}, "ELASTICSEARCH_URL must be like"),
    ({"ELASTICSEARCH_URL": "http://two..names:9200"}, "ELASTICSEARCH_URL must be like"),
    ({"ELASTICSEARCH_URL": f"http://{'a' * 64}:9200"}, "ELASTICSEARCH_URL must be like"),
    ({"ELASTICSEARCH_URL": "https://one:9200?key=1"}, "ELASTICSEARCH_URL must be like"),
    ({"ELASTICSEARCH_URL": "http://one:9200,https://two:9200"}, "ELASTICSEARCH_URL must name nodes that all begin"),
    (ELASTIC | {"ELASTICSEARCH_API_KEY": "鍵"}, "ELASTICSEARCH_API_KEY must be the encoded key"),
    (ELASTIC | {"ELASTICSEARCH_API_KEY": "k", "ELASTICSEARCH_URL": "http://u:p@one"}, "ELASTICSEARCH_API_KEY is set"),
    (ELASTIC | {"ELASTICSEARCH_CA_CERTS": "/nowhere/ca.pem"}, "ELASTICSEARCH_CA_CERTS must name a file"),
    (ELASTIC | {"ELASTICSEARCH_CA_CERTS": __file__}, "ELASTICSEARCH_CA_CERTS must hold certificates in PEM form"),
    (ELASTIC | {"ELASTICSEARCH_INDEX": "Terakoya*"}, "ELASTICSEARCH_INDEX must be"),
    (ELASTIC | {"ELASTICSEARCH_SHARDS": "0"}, "ELASTICSEARCH_SHARDS must be a whole number from 1 to 100"),
    (ELASTIC | {"ELASTICSEARCH_REPLICAS": "some"}, "ELASTICSEARCH_REPLICAS must be a whole number from 0 to 10"),
    (ELASTIC | {"ELASTICSEARCH_TIMEOUT": "0"}, "ELASTICSEARCH_TIMEOUT must be a whole number from 1 to 60"),
    ({"EMAIL_URL": "pigeon://loft"}, "EMAIL_URL must begin with"),
    ({"EMAIL_URL": "smtp://"}, "EMAIL_URL must be like"),
    ({"LANGUAGE_CODE": "fr"}, "LANGUAGE_CODE must be one of ja, en"),
    ({"TIME_ZONE": "Mars/Olympus"}, "TIME_ZONE must be a time zone"),
    ({"DEBUG": "perhaps"}, "DEBUG must be true or false"),
    ({"LOG_FORMAT": "xml"}, "LOG_FORMAT must be one of"),
    ({"SERVER_THREADS": "many"}, "SERVER_THREADS must be a whole number from 1 to 256"),
    ({"SERVER_THREADS": "0"}, "SERVER_THREADS must be a whole number from 1 to 256"),
    ({"BASE_URL": "portal.example"}, "BASE_URL must begin with"),
    ({"BASE_URL": "http://portal.example/here"}, "BASE_URL must be like"),
    ({"TERAKOYA_DATA": "/proc/nowhere"}, "TERAKOYA_DATA must name a folder"),
    ({"TERAKOYA_ENV": "staging"}, "TERAKOYA_ENV must be one of"),
    ({"OIDC_PROVIDERS": "minamo"}, "OIDC_PROVIDERS must be JSON"),
    ({"OIDC_PROVIDERS": "/nowhere/providers.json"}, "OIDC_PROVIDERS names a file that cannot be read"),
    ({"OIDC_PROVIDERS": "[{]"}, "OIDC_PROVIDERS is not JSON that can be read (line 1, column 3)"),
    (minamo(issuer=None), "OIDC_PROVIDERS (provider 1) must have an issuer like https://id.example."),
    (minamo(issuer="http://id.example"), "OIDC_PROVIDERS (provider 1) must have an issuer like https://id.example."),
    (minamo(id="Minamo ID"), "OIDC_PROVIDERS (provider 1) must have an id of small letters"),
    (minamo(name={"ja": "ミナモ"}), "OIDC_PROVIDERS (provider 1) must have a name"),
    (minamo(client_id=""), "OIDC_PROVIDERS (provider 1) must have a text as client_id"),
    (minamo(client_secret=7), "OIDC_PROVIDERS (provider 1) must have a text as client_secret"),
    (minamo(match="name"), "OIDC_PROVIDERS (provider 1) must have a match that is one of email, employee_number"),
    (minamo(trust_email="yes"), "OIDC_PROVIDERS (provider 1) must have trust_email as true or false"),
    (minamo(scope=["email"]), 'OIDC_PROVIDERS (provider 1) must have a scope that is a list with "openid" in it'),
    (minamo(secret="u:p@"), "OIDC_PROVIDERS (provider 1) has a member that is not known: 'secret'"),
    (minamo(times=2), "OIDC_PROVIDERS (provider 2) has the id of another one"),
    ({"OIDC_PROVIDERS": '[{"id": "a"}]'}, "OIDC_PROVIDERS (provider 1) has no client_id"),
    (PRODUCTION | {"SECRET_KEY": ""}, "SECRET_KEY must be set in production"),
    (PRODUCTION | {"SECRET_KEY": "short"}, "SECRET_KEY must be at least 50 random characters"),
    (PRODUCTION | {"BASE_URL": ""}, "BASE_URL must be set in production"),
    (PRODUCTION | {"BASE_URL": "http://portal.example"}, "BASE_URL must begin with https:"),
    (PRODUCTION | {"DEBUG": "true"}, "DEBUG shows secrets"),
    (PRODUCTION | {"TERAKOYA_DEMO": "true"}, "TERAKOYA_DEMO lets anyone sign in"),
]


@pytest.mark.parametrize(("variables", "line"), WRONG, ids=lambda value: value if isinstance(value, str) else "")
def test_a_wrong_value_stops_the_start_with_one_line_that_names_it(
    tmp_path: Path, variables: dict[str, str], line: str
) -> None:
    result = run("-c", "import portal.settings", **{"data": tmp_path} | variables)  # type: ignore[arg-type]

    assert result.returncode == 1
    assert result.stderr.startswith(f"Terakoya cannot start: {line}")
    assert result.stderr.count("\n") == 1
    assert "u:p@" not in result.stderr


@pytest.mark.parametrize(
    "entry",
    [
        ("manage.py", "check"),
        ("manage.py", "serve"),
        ("-c", "import portal.wsgi"),
        ("-c", "import portal.asgi"),
        ("-m", "uvicorn", "portal.asgi:application"),
    ],
    ids=" ".join,
)
def test_every_way_to_start_says_it_without_a_traceback(tmp_path: Path, entry: tuple[str, ...]) -> None:
    result = run(*entry, data=tmp_path, DATABASE_URL="mysql://db/n")

    assert result.returncode != 0
    assert "Terakoya cannot start: DATABASE_URL must begin with" in result.stderr
    assert "Traceback" not in result.stderr


def test_deployment_checks_find_nothing_in_production_settings(tmp_path: Path) -> None:
    result = run("manage.py", "check", "--deploy", "--fail-level", "WARNING", data=tmp_path, **PRODUCTION)

    assert (result.returncode, "no issues" in result.stdout) == (0, True), result.stderr
