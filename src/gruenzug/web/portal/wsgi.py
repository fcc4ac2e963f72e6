"""The door for gunicorn: ``gunicorn gruenzug.web.portal.wsgi``."""

import gc
import os

from django.core.wsgi import get_wsgi_application

ALLOCATIONS = 20_000
"""Between two looks for garbage: a page makes some thousand objects, and nearly all go when it is done."""


def keep_what_is_loaded() -> None:
    """Take what was loaded at the start out of the collector's sight; it lives as long as the process."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(ALLOCATIONS)


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gruenzug.web.portal.settings.prod")
application = get_wsgi_application()
keep_what_is_loaded()
