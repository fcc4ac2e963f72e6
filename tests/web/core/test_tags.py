import json
import re

import pytest
from django.template import Context, Template
from django.utils.translation import override

from gruenzug.contract.indicators import indicators
from gruenzug.contract.text import Text
from gruenzug.web.core.charts.choropleth import Place, choropleth


def render(source: str, **context: object) -> str:
    return Template("{% load gruenzug %}" + source).render(Context(context))


def test_a_figure_that_is_not_covered_says_so_and_shows_no_number():
    figure = {"indicator": "acc-who", "part": "1ha", "value": None, "status": "not_covered"}
    shown = render("{% figure_value figure %}", figure=figure)
    assert "nicht erfasst" in shown
    assert not re.search(r"\d", re.sub(r"<[^>]*>", "", shown))


def test_zero_is_a_value_like_any_other():
    figure = {"indicator": "acc-who", "part": "1ha", "value": 0.0, "status": "ok"}
    assert "0,0" in render("{% figure_value figure %}", figure=figure)


@pytest.mark.parametrize("indicator", indicators().values(), ids=lambda row: row.id)
def test_every_part_of_every_indicator_can_be_shown(indicator):
    for part in indicator.parts:
        figure = {"indicator": indicator.id, "part": part.id, "value": 12.5, "status": "ok"}
        assert "12" in render("{% figure_value figure %}", figure=figure)


def test_german_that_stands_in_on_an_english_page_is_marked_as_german():
    heading = "<h1{{ title|lang }}>{{ title|text }}</h1>"
    missing, there = {"de": "Grün", "en": "Grün"}, {"de": "Grün", "en": "Green"}
    with override("en"):
        assert render(heading, title=missing) == '<h1 lang="de">Grün</h1>'
        assert render(heading, title=there) == "<h1>Green</h1>"
    for language in ("de", "de-simple"):
        with override(language):
            assert render(heading, title=missing) == "<h1>Grün</h1>"


def test_a_text_follows_the_language_of_the_page():
    words = Text("Grün", "Green", "Viel Grün")
    told = []
    for language in ("de", "en", "de-simple"):
        with override(language):
            told.append(render("{% text words %}/{{ words|text }}", words=words))
    assert told == ["Grün/Grün", "Green/Green", "Viel Grün/Viel Grün"]


def test_what_the_map_is_told_cannot_end_its_script_element():
    config = {"title": "</script><script>alert(1)</script>", "bbox": [1, 2, 3, 4], "tiles": []}
    page = render('{% map_frame config map_id="k" %}<b>still</b>{% endmap_frame %}', config=config)
    raw = re.search(r'<script type="application/json">(.*?)</script>', page).group(1)
    assert json.loads(raw)["title"] == config["title"]
    assert page.count("<script") == 1
    assert "<b>still</b>" in page


def test_the_title_of_a_callout_is_escaped_and_its_content_is_markup():
    page = render('{% callout "note" title=title %}<p>Text</p>{% endcallout %}', title="<i>")
    assert "&lt;i&gt;" in page
    assert "<p>Text</p>" in page


def test_a_bar_chart_is_a_table_that_names_its_gaps():
    rows = [{"label": "Wald", "value": 18.2}, {"label": "Halde", "value": None}]
    page = render('{% bar_chart rows "percent" "Grünanteil" %}', rows=rows)
    assert "<caption>" in page
    assert "nicht erfasst" in page
    assert page.count('class="bar"') == 1


def test_why_there_is_no_number_is_said_apart():
    rows = [
        {"key": "1", "label": "Herne", "value": 18.2},
        {"key": "2", "label": "Hamm", "value": None, "status": "not_covered"},
        {"key": "3", "label": "Bottrop", "value": None, "status": "not_applicable"},
    ]
    for chart in ('bar_chart rows "percent" "Wald"', 'comparison rows "percent" "Wald"'):
        page = render("{% " + chart + " %}", rows=rows)
        assert (page.count("nicht erfasst"), page.count("entfällt")) == (1, 1)
    strip = render('{% distribution rows "percent" "Wald" %}', rows=rows)
    assert (strip.count("nicht erfasst"), strip.count("entfällt")) == (1, 1)
    assert "2 Orte ohne Wert" in strip


def test_the_drawn_map_says_every_place_with_its_value_and_links_it():
    places = [
        Place("1", "Herne", "M0 0l1 0z", 61.4, "/herne/"),
        Place("2", "Hamm", "M0 0l1 0z", None, "/hamm/"),
    ]
    page = render('{% choropleth drawn "Karte" %}', drawn=choropleth(places, "0 0 9 9", "percent"))
    assert 'href="/herne/"' in page
    assert "Herne: 61,4\u00a0%" in page
    assert "Hamm: nicht erfasst" in page
