"""What holds for every template of the site, whoever wrote it."""

import re
from pathlib import Path

import pytest
from django.template import Context
from django.template.loader import get_template
from django.test import RequestFactory

from gruenzug import web
from gruenzug.contract.elements import categories
from gruenzug.web.core.styleguide import SPRITE, sample_context

ROOT = Path(web.__file__).parent
PAGES = sorted(path for path in ROOT.glob("*/templates/**/*.html") if "admin" not in path.parts)
SERVED = [path for path in PAGES if "mail" not in path.parts]  # mail programs know no style sheets of ours
CSS = sorted((ROOT / "core/frontend/css").glob("*.css"))
names = [str(path.relative_to(ROOT)) for path in PAGES]


@pytest.mark.parametrize("path", SERVED, ids=[str(path.relative_to(ROOT)) for path in SERVED])
def test_nothing_is_inline_that_the_content_security_policy_would_block(path):
    source = re.sub(r"{% comment %}.*?{% endcomment %}", "", path.read_text(), flags=re.S)
    assert not re.search(r"\sstyle\s*=", source), "a style attribute"
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", source), "an event handler"
    assert not re.search(r"<style\b", source), "a style element"
    assert not re.search(r"<script(?![^>]*(\bsrc=|application/json))", source), "an inline script"


@pytest.mark.parametrize("path", PAGES, ids=names)
def test_nothing_is_fetched_from_elsewhere(path):
    fetched = re.findall(
        r"<(?:script|link|img|iframe|use|source)\b[^>]*(?:src|href)=[\"'](https?:)?//", path.read_text()
    )
    assert not fetched


@pytest.mark.parametrize("path", PAGES, ids=names)
def test_every_icon_it_asks_for_is_in_the_sprite(path):
    known = set(re.findall(r'<symbol id="([a-z-]+)"', SPRITE.read_text()))
    asked = set(re.findall(r'{% icon "([a-z-]+)"', path.read_text()))
    assert asked <= known


def test_every_token_the_styles_use_is_defined():
    text = "\n".join(path.read_text() for path in CSS)
    used = set(re.findall(r"var\((--[a-z0-9-]+)(?=[,)])", text))
    defined = set(re.findall(r"(--[a-z0-9-]+)\s*:", text))
    assert used - defined == set()


def test_every_class_of_a_colour_ramp_has_a_colour():
    text = (ROOT / "core/frontend/css/charts.css").read_text()
    for ramp in ("up", "down"):
        assert all(f".ramp-{ramp}-{step} {{" in text for step in range(1, 6))


@pytest.fixture(scope="module")
def guide():
    context = Context(sample_context())
    context.request = RequestFactory().get("/de/gestaltung/?sort=name")
    return get_template("core/styleguide.html").template.render(context)


def test_the_style_guide_shows_every_component(guide):
    shown = {
        "card": 'class="card',
        "figure": 'class="figure',
        "table": 'class="table"',
        "sort_header": "aria-sort=",
        "bar_chart": 'class="bars"',
        "comparison": "bars--comparison",
        "distribution": 'class="strip"',
        "choropleth": 'class="choropleth"',
        "line_with_target": 'class="target-path"',
        "tabs": 'class="tabs"',
        "filters": 'class="filters"',
        "pagination": 'class="pagination"',
        "callout": "callout--warning",
        "badge": "badge--placeholder",
        "definitions": 'class="definitions"',
        "downloads": 'class="downloads"',
    }
    assert [name for name, mark in shown.items() if mark not in guide] == []


def test_every_chart_of_the_style_guide_has_its_table(guide):
    charts = guide.count('class="chart chart--strip"') + guide.count('class="chart chart--trend"')
    assert charts
    assert guide.count('class="chart__table"') >= charts


def test_no_id_is_given_twice(guide):
    ids = re.findall(r'\sid="([^"]+)"', guide)
    assert sorted(ids) == sorted(set(ids))


def test_every_label_points_at_something(guide):
    ids = set(re.findall(r'\sid="([^"]+)"', guide))
    pointed = re.findall(r'(?:aria-labelledby|aria-describedby|\bfor)="([^"]+)"', guide)
    assert {name for names_ in pointed for name in names_.split()} <= ids


def test_the_map_knows_the_categories_in_the_order_of_the_contract():
    source = (ROOT / "core/frontend/js/map/overlays.js").read_text()
    listed = re.search(r"const CATEGORIES = \[(.*?)\]", source).group(1)
    assert re.findall(r'"(\w+)"', listed) == list(categories())
