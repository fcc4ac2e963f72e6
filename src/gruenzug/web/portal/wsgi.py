"""The door for gunicorn: ``gunicorn gruenzug.web.portal.wsgi``."""

import os

from django.core.wsgi import get_wsgi_application

from gruenzug.web.portal.memory import keep_what_is_loaded

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gruenzug.web.portal.settings.prod")
application = get_wsgi_application()
keep_what_is_loaded()
