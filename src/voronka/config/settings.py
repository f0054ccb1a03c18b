"""Every setting of the installation: read from `VORONKA_*`, each with a default that works."""

from pathlib import Path

from voronka.config import environment as env
from voronka.store.backend.driver import use_bundled_sqlite

use_bundled_sqlite()  # before Django's first look at sqlite3

PACKAGE = Path(__file__).resolve().parent.parent
DATA = env.folder("DATA", "var")

DEBUG = env.switch("DEBUG")
SECRET_KEY = env.secret("SECRET_KEY") or env.kept_secret(DATA / "secret")
ALLOWED_HOSTS = [*env.words("HOSTS", "localhost 127.0.0.1 [::1]"), *env.words("HOST")]
CSRF_TRUSTED_ORIGINS = env.words("ORIGINS")

# -- what is installed ----------------------------------------------------------------------------

ROOMS = [f"voronka.rooms.{word}" for word in ("owner", "cycle", "entry", "closing", "passport")]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "voronka.store",
    "voronka.frame",
    *ROOMS,
]
MIDDLEWARE = [
    "voronka.config.csp.SecurityHeaders",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "voronka.frame.middleware.PersonSettings",
    "voronka.frame.middleware.ProblemPages",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "voronka.config.urls"
WSGI_APPLICATION = "voronka.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / floor / "templates" for floor in ("frame", "config", "api")],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "voronka.frame.navigation.rail",
            ]
        },
    }
]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"

# -- where things are kept ------------------------------------------------------------------------

DATABASES = {
    "default": env.database(env.secret("DATABASE_URL"), DATA, env.number("DATABASE_POOL", 8, least=1))
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
POSTGRES_PROGRAMS = env.text("POSTGRES_PROGRAMS")  # the folder of pg_dump, where it is not in PATH
MEDIA_ROOT = DATA / "files"
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_HANDLERS = [
    "voronka.frame.uploads.Bounded",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # a cycle of a hundred stages in its form
UPLOAD_LIMIT = env.number("UPLOAD_MEGABYTES", 50, least=1) * 1024 * 1024

API_PER_MINUTE = env.number("API_PER_MINUTE", 1200, least=1)

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
# The page of the API. Its package is not installed as an app: every command and the worker would load it.
STATICFILES_DIRS = [("ninja", env.package("ninja") / "static" / "ninja")]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "voronka.config.static.HashedFiles"},
}
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_USE_FINDERS = DEBUG

# -- who comes in ---------------------------------------------------------------------------------

AUTH_USER_MODEL = "store.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation." + name}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "voronka.config.door.StaffDoor"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
# The limit by account is wide: a stranger who guesses must not lock the owner of the account out.
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,100/10m/key"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Voronka"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # people are taken on by their company, which knows their address

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_NAME = "voronka"
CSRF_COOKIE_NAME = "voronka_csrf"
LANGUAGE_COOKIE_NAME = "voronka_language"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS = env.switch("HTTPS")
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
CSRF_FAILURE_VIEW = "voronka.config.errors.csrf_refused"
if env.switch("PROXY"):  # behind a reverse proxy that sets these headers itself
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    USE_X_FORWARDED_HOST = True
    ALLAUTH_TRUSTED_PROXY_COUNT = 1

# -- languages and time ---------------------------------------------------------------------------

LANGUAGES = [("ru", "Русский"), ("en", "English")]
LANGUAGE_CODE = env.choice("LANGUAGE", ("ru", "en"), "ru")
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.text("TIME_ZONE", "Europe/Moscow")
COUNTRY = env.text("COUNTRY", "RU")  # how phone numbers without a country code are read

# -- letters --------------------------------------------------------------------------------------

EMAIL_HOST = env.text("MAIL_HOST")
EMAIL_PORT = env.number("MAIL_PORT", 587, least=1)
EMAIL_HOST_USER = env.text("MAIL_USER")
EMAIL_HOST_PASSWORD = env.secret("MAIL_PASSWORD")
EMAIL_SAFETY = env.choice("MAIL_SAFETY", ("starttls", "tls", "none"), "starttls")
EMAIL_USE_TLS, EMAIL_USE_SSL = EMAIL_SAFETY == "starttls", EMAIL_SAFETY == "tls"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("MAIL_FROM", "voronka@localhost")
EMAIL_FILE_PATH = DATA / "letters"  # without a mail server letters are laid here as files
EMAIL_BACKEND = "django.core.mail.backends." + ("smtp" if EMAIL_HOST else "filebased") + ".EmailBackend"

# -- what is said to the operator -----------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env.text("LOG_LEVEL", "WARNING").upper()},
}
