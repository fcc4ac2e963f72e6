"""The door for gunicorn: ``gunicorn gruenzug.web.portal.wsgi``."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gruenzug.web.portal.settings.prod")
application = get_wsgi_application()
