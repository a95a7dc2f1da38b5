"""Settings, read once from the environment; the table of variables is in docs/install.md."""

import sysconfig
from pathlib import Path

from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key
from django.utils.translation import gettext_lazy as _

from geo.config import env

ROOT = Path(__file__).resolve().parents[2]
LOCAL = ROOT / ".local"

# ---- who is asked, and how -------------------------------------------------------------------
# Without PLACETTE_HOSTS the service answers to this machine only; with it, it is in production.
PUBLIC_HOSTS = env.words("PLACETTE_HOSTS")
ALLOWED_HOSTS = PUBLIC_HOSTS or ["localhost", "127.0.0.1", "[::1]"]
HTTPS = env.flag("PLACETTE_HTTPS", default=bool(PUBLIC_HOSTS))
DEBUG = env.flag("PLACETTE_DEBUG", default=False)
# How many proxies of ours stand in front: their X-Forwarded-… headers are believed, no others.
PROXIES = env.number("PLACETTE_PROXIES", default=0)
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in PUBLIC_HOSTS] if HTTPS else []


def secret_key() -> str:
    """The operator's key; on this machine only, one kept beside the private database."""
    key = env.text("PLACETTE_SECRET_KEY")
    if not key and PUBLIC_HOSTS:
        raise env.BadEnvironment("PLACETTE_SECRET_KEY is missing: see docs/install.md.")
    kept = LOCAL / "secret_key"
    return key or (kept.read_text() if kept.exists() else get_random_secret_key())


SECRET_KEY = secret_key()

# ---- the house -------------------------------------------------------------------------------
INSTALLED_APPS = [
    "modeltranslation",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.gis",
    "django.contrib.postgres",
    "rules.apps.AutodiscoverRulesConfig",
    "csp",
    "procrastinate.contrib.django",  # before geo, which takes its tables out of the administration
    "geo.config",
    "participation",
    "geo",
    "basemaps",
    "geo.config.apps.StaffConfig",  # Django's administration
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "geo.config.public_tiles.PublicTilesMiddleware",
    "geo.config.packing.PackingMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "participation.accounts.visitors.VisitorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "geo.config.overload.OverloadMiddleware",
]
ROOT_URLCONF = "geo.config.urls"
WSGI_APPLICATION = "geo.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
            ],
        },
    },
]

# ---- database --------------------------------------------------------------------------------
# Commands such as an import may take long: manage.py asks them for no limit.
STATEMENT_TIMEOUT_S = env.number("PLACETTE_STATEMENT_TIMEOUT", default=5)
DATABASES = {"default": env.database("DATABASE_URL")}
DATABASES["default"] |= {
    "CONN_MAX_AGE": 60,
    "CONN_HEALTH_CHECKS": True,
    "ATOMIC_REQUESTS": False,
}
DATABASES["default"]["OPTIONS"].setdefault(
    "options",
    f"-c statement_timeout={STATEMENT_TIMEOUT_S}s -c idle_in_transaction_session_timeout=10s",
)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"


def bundled(*patterns: str) -> str:
    """The path of a library that a wheel brought: its name carries a hash."""
    packages = Path(sysconfig.get_path("platlib"))
    found = [path for pattern in patterns for path in sorted(packages.glob(pattern))]
    if not found:
        raise ImproperlyConfigured(f"{patterns[0]} is not in the environment: run manage.py demo.")
    return str(found[0])


GDAL_LIBRARY_PATH = bundled("pyogrio.libs/libgdal*.so*", "pyogrio/.dylibs/libgdal*.dylib")
GEOS_LIBRARY_PATH = bundled("shapely.libs/libgeos_c*.so*", "shapely/.dylibs/libgeos_c*.dylib")

# ---- people ----------------------------------------------------------------------------------
AUTH_USER_MODEL = "participation.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "admin:login"

# ---- what the apps below ask of those above ---------------------------------------------------
PERIMETER_ACCEPTED = "participation.contributions.rechecking.recheck_perimeter"

# ---- what workers do in the background: kind → its function, called with (arguments, progress) ----
JOBS = {
    "cross": "participation.crossings.jobs.run",
    "ask_osm": "participation.carto_parties.recap_jobs.run_question",
    "compare_maps": "participation.carto_parties.recap_jobs.run_comparison",
    "import_measurements": "geo.measurements.jobs.run",
    "import_osm": "participation.osm_layers.jobs.run_import",
    "take_back": "participation.imports.jobs.run_undoing",
    "take_over": "participation.imports.jobs.run",
    "import_survey": "participation.surveys.jobs.run",
}
JOBS_IN_PLACE = False  # tests: a job is done where it is started
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = ""
PROCRASTINATE_IMPORT_PATHS = ["geo.jobs.tasks"]

# ---- an address service, where the operator chose one: asked by geo.places.addresses ----------
GEOCODER = env.text("PLACETTE_GEOCODER")
GEOCODER_URL = env.text("PLACETTE_GEOCODER_URL")

# ---- live servers of OpenStreetMap: asked by geo.osm when staff say so, never for a visitor ----
OVERPASS_URL = env.text("PLACETTE_OVERPASS_URL", "https://overpass-api.de/api")
NOMINATIM_URL = env.text("PLACETTE_NOMINATIM_URL", "https://nominatim.openstreetmap.org")
OSM_API_URL = env.text("PLACETTE_OSM_API_URL", "https://api.openstreetmap.org/api/0.6")
OSM_CONTACT = env.text("PLACETTE_OSM_CONTACT")

# ---- languages and time ----------------------------------------------------------------------
LANGUAGE_CODE = "fr"
FORMAT_MODULE_PATH = ["geo.config.formats"]
LANGUAGES = [("fr", _("French")), ("it", _("Italian")), ("en", _("English"))]
MODELTRANSLATION_DEFAULT_LANGUAGE = "fr"
MODELTRANSLATION_FALLBACK_LANGUAGES = ("fr", "it", "en")
USE_TZ = True
TIME_ZONE = "Europe/Paris"

# ---- static files ----------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = Path(env.text("PLACETTE_STATIC_ROOT", str(LOCAL / "static")))
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "geo.config.static.LibraryFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "geo.config.static.HashedStorage"
    },
}

# ---- security --------------------------------------------------------------------------------
if PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^health/$"]
SECURE_HSTS_SECONDS = env.number("PLACETTE_HSTS_SECONDS", default=31_536_000) if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
# Tile servers of others ask for a referrer; the path of the page is none of their business.
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"
COOKIE_PREFIX = "__Host-" if HTTPS else ""
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}session"
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 6_000  # areas that are ticked one by one: see perimeters.offering
FILE_UPLOAD_HANDLERS = [
    "geo.config.uploads.SizeLimit",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "worker-src": [SELF, "blob:"],
        "img-src": [SELF, "data:", "blob:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}

# ---- log -------------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "geo.config.logs.JsonFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": env.text("PLACETTE_LOG_LEVEL", "INFO")},
    "loggers": {
        "django": {"level": "INFO", "propagate": True, "handlers": []},
        "django.request": {"level": "ERROR"},
        "procrastinate": {"level": "WARNING"},  # else every message about a job, three times
        "gunicorn.http.wsgi": {"level": "ERROR"},  # it warns of every HEAD that a page answers
    },
}
