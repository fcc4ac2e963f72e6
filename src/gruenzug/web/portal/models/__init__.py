"""The pages editors write, and how they are approved."""

from gruenzug.web.portal.models.approval import SecondPersonTask
from gruenzug.web.portal.models.news import NewsIndexPage, NewsPage
from gruenzug.web.portal.models.pages import ContentPage, HomePage, ServicePage, SitePage

__all__ = [
    "ContentPage",
    "HomePage",
    "NewsIndexPage",
    "NewsPage",
    "SecondPersonTask",
    "ServicePage",
    "SitePage",
]
