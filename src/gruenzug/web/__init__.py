"""The half for people: a Django and Wagtail site over releases."""
