"""Django's settings, made from the configuration of the site; nothing here is read elsewhere."""

import os
from datetime import timedelta
from pathlib import Path

from codeward_server.configuration import Database, SiteConfiguration, configuration
from codeward_server.logs import set_up_logs
from codeward_server.site_secrets import Purpose, SiteSecrets, open_site

_HERE = Path(__file__).parent


def settings_for(site: SiteConfiguration, secrets: SiteSecrets) -> dict[str, object]:
    """All settings of one site."""
    return {
        "SITE": site,
        "SITE_SECRETS": secrets,
        "SECRET_KEY": secrets.key(Purpose.SIGNING).hex(),
        "DEBUG": False,
        "ADMINS": [],  # an exception is never mailed, because its variables are (security.md 3.6)
        "MANAGERS": [],
        "EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend",
        "ALLOWED_HOSTS": list(site.hosts),
        "DATABASES": {"default": _database(site.database)},
        "DEFAULT_AUTO_FIELD": "django.db.models.BigAutoField",
        "USE_TZ": True,
        "TIME_ZONE": "UTC",
        "LANGUAGE_CODE": "en-us",
        "ROOT_URLCONF": "codeward_server.urls",
        "WSGI_APPLICATION": "codeward_server.wsgi.application",
        "INSTALLED_APPS": _APPS,
        "MIDDLEWARE": _MIDDLEWARE,
        "TEMPLATES": _TEMPLATES,
        "LOGGING_CONFIG": None,  # see logs.py: Django's own would print texts of exceptions
        **_STATIC,
        **_CACHE,
        **_identity(site),
        **_transport(site),
    }


_APPS = [
    "codeward_server.identity",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django_htmx",
    "codeward_server.access",
    "codeward_server.encoder",
]
_MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "codeward_server.access.middleware.NothingIsStored",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "codeward_server.identity.middleware.SessionLimits",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "codeward_server.access.middleware.EveryEndpointHasAPolicy",
    "axes.middleware.AxesMiddleware",
]
_TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [_HERE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "codeward_server.access.context.what_the_person_may",
            ],
        },
    }
]
_STATIC = {
    "STATIC_URL": "/static/",
    "STATICFILES_DIRS": [_HERE / "static"],
    "WHITENOISE_USE_FINDERS": True,
    "WHITENOISE_AUTOREFRESH": False,
    "WHITENOISE_MANIFEST_STRICT": False,
}
_CACHE = {
    # In the database, so that rate limits hold over all processes (security.md 3.2 f).
    "CACHES": {
        "default": {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "codeward_cache",
        }
    },
}


def _database(database: Database) -> dict[str, object]:
    if database.engine == "sqlite3":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": database.name,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 30,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
            },
        }
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": database.name,
        "USER": database.user,
        "PASSWORD": database.password,
        "HOST": database.host,
        "PORT": database.port,
        "OPTIONS": dict(database.options),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def _identity(site: SiteConfiguration) -> dict[str, object]:
    return {
        "AUTH_USER_MODEL": "identity.Person",
        "AUTHENTICATION_BACKENDS": [
            "axes.backends.AxesStandaloneBackend",
            "django.contrib.auth.backends.ModelBackend",
        ],
        "PASSWORD_HASHERS": ["django.contrib.auth.hashers.Argon2PasswordHasher"],
        "AUTH_PASSWORD_VALIDATORS": [
            {
                "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
                "OPTIONS": {"min_length": 15},
            },
            {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
            {
                "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
                "OPTIONS": {"user_attributes": ("username", "display_name")},
            },
        ],
        "LOGIN_URL": "account_login",
        "LOGIN_REDIRECT_URL": "/",
        "ACCOUNT_ADAPTER": "codeward_server.identity.adapters.AccountAdapter",
        "ACCOUNT_LOGIN_METHODS": {"username"},
        "ACCOUNT_SIGNUP_FIELDS": ["username*", "password1*"],
        "ACCOUNT_EMAIL_VERIFICATION": "none",
        "ACCOUNT_LOGOUT_ON_GET": False,
        "ACCOUNT_SESSION_REMEMBER": False,
        # By address only: axes counts passwords by the pair of name and address, forms.py counts
        # codes by person, and a limit by name alone would let anybody lock a victim out.
        "ACCOUNT_RATE_LIMITS": {"login_failed": "30/m/ip"},
        "MFA_ADAPTER": "codeward_server.identity.adapters.SecondFactorAdapter",
        "MFA_FORMS": {
            "authenticate": "codeward_server.identity.forms.SecondFactorForm",
            "reauthenticate": "codeward_server.identity.forms.SecondFactorAgainForm",
            "activate_totp": "codeward_server.identity.forms.EnrolTotpForm",
        },
        "MFA_SUPPORTED_TYPES": ["totp", "recovery_codes"],
        "MFA_REAUTHENTICATION_REQUIRED": False,  # the policy of the endpoints demands it
        "MFA_TOTP_TOLERANCE": 0,
        "MFA_TOTP_ISSUER": "Codeward demo" if site.demo else "Codeward",
        "MFA_ALLOW_UNVERIFIED_EMAIL": True,
        "AXES_FAILURE_LIMIT": 5,
        "AXES_COOLOFF_TIME": timedelta(hours=1),
        "AXES_LOCKOUT_PARAMETERS": [["username", "ip_address"]],
        "AXES_RESET_ON_SUCCESS": True,
        "AXES_HTTP_RESPONSE_CODE": 429,
        "AXES_USERNAME_CALLABLE": "codeward_server.identity.queries.name_of_attempt",
        "AXES_VERBOSE": False,
        "AXES_ENABLE_ADMIN": False,
        "SESSION_ENGINE": "codeward_server.identity.sessions",
        "SESSION_COOKIE_AGE": 15 * 60,
        "SESSION_SAVE_EVERY_REQUEST": True,
        "SESSION_EXPIRE_AT_BROWSER_CLOSE": False,
        "MESSAGE_STORAGE": "django.contrib.messages.storage.session.SessionStorage",
    }


def _transport(site: SiteConfiguration) -> dict[str, object]:
    # Browsers take `__Host-` cookies only over TLS, which a demonstration on loopback has not.
    guarded = not site.demo
    prefix = "__Host-" if guarded else ""
    return {
        "SESSION_COOKIE_NAME": f"{prefix}codeward-session",
        "SESSION_COOKIE_SECURE": guarded,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Strict",
        "CSRF_COOKIE_NAME": f"{prefix}codeward-csrf",
        "CSRF_COOKIE_SECURE": guarded,
        "CSRF_COOKIE_HTTPONLY": True,
        "CSRF_COOKIE_SAMESITE": "Strict",
        "SECURE_SSL_REDIRECT": guarded,
        "SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https") if guarded else None,
        "SECURE_HSTS_SECONDS": 365 * 24 * 3600 if guarded else 0,
        "SECURE_HSTS_INCLUDE_SUBDOMAINS": guarded,
        "SECURE_HSTS_PRELOAD": guarded,
        # With no referrer at all, browsers send `Origin: null` and no form would pass.
        "SECURE_REFERRER_POLICY": "same-origin",
        "SECURE_CROSS_ORIGIN_OPENER_POLICY": "same-origin",
        "X_FRAME_OPTIONS": "DENY",
        "CONTENT_SECURITY_POLICY": {
            "DIRECTIVES": {
                "default-src": ["'none'"],
                "script-src": ["'self'"],
                "style-src": ["'self'"],
                "img-src": ["'self'", "data:"],
                "connect-src": ["'self'"],
                "form-action": ["'self'"],
                "frame-ancestors": ["'none'"],
                "base-uri": ["'none'"],
                "object-src": ["'none'"],
            }
        },
        "CSRF_FAILURE_VIEW": "codeward_server.access.views.refused_form",
        "DATA_UPLOAD_MAX_MEMORY_SIZE": 10 << 20,
    }


def _load() -> None:
    site = configuration(os.environ)
    globals().update(settings_for(site, open_site(site)))
    set_up_logs()


if os.environ.get("DJANGO_SETTINGS_MODULE") == __name__:
    _load()
