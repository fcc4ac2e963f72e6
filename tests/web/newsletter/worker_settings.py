"""Settings of a worker in a process of its own: those of tests, with the mail server of the environment."""

import os

from gruenzug.web.newsletter.post import dialogue
from gruenzug.web.portal.settings import services
from gruenzug.web.portal.settings.test import *  # noqa: F403

if url := os.environ.get("GRUENZUG_MAIL_URL"):
    globals().update(services.mail(url))
    EMAIL_TIMEOUT = dialogue.FINAL_ANSWER_S = 1
    DEFAULT_FROM_EMAIL = os.environ["GRUENZUG_MAIL_FROM"]
    NEWSLETTER_PER_MINUTE = 0
