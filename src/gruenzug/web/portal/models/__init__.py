"""The pages editors write."""

from gruenzug.web.portal.models.news import NewsIndexPage, NewsPage
from gruenzug.web.portal.models.pages import ContentPage, HomePage, ServicePage, SitePage

__all__ = ["ContentPage", "HomePage", "NewsIndexPage", "NewsPage", "ServicePage", "SitePage"]
