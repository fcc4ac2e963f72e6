import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "address",
    [
        "",
        "?state=closed",
        "pruefen/",
        "pruefen/?measures=green-roof&total_cost=12.000&applicant=private&ags=05916000&area_m2=80",
        "zuwendungen/",
        "zuwendungen/gruene-lueckenschluesse-2020/",
        "kfw-444/",
        "kfw-444.ics",
        "fristen.ics",
        "gruene-infrastruktur-richtlinien-nrw/",
    ],
)
def test_pages(client, programme, address):
    r = client.get(f"/de/foerderung/{address}")
    assert r.status_code == 200
    open("/tmp/fund/" + (address.replace("/", "_").replace("?", "_") or "index")[:40] + ".html", "wb").write(
        r.content
    )
