"""The pages editors write, and how they are approved."""

from gruenzug.web.portal.models.approval import SecondPersonTask
from gruenzug.web.portal.models.campaign import CampaignPage
from gruenzug.web.portal.models.news import NewsPage
from gruenzug.web.portal.models.news_index import NewsIndexPage
from gruenzug.web.portal.models.pages import ContentPage, HomePage, ServicePage, SitePage

__all__ = [
    "CampaignPage",
    "ContentPage",
    "HomePage",
    "NewsIndexPage",
    "NewsPage",
    "SecondPersonTask",
    "ServicePage",
    "SitePage",
]
