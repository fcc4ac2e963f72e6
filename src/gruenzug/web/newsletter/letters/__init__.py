"""From an issue to a mail: parts, MJML, plain text."""

from gruenzug.web.newsletter.letters.rendering import Letter, personal, render

__all__ = ["Letter", "personal", "render"]
