"""The five Leitthemen of the Charta by key, as far as the atlas needs them: to group indicators."""

from __future__ import annotations

from gruenzug.contract.text import Text

LEITTHEMEN = {
    "lebenswert": Text("Lebenswert", "Liveable", "Gut leben"),
    "klimaangepasst": Text("Klimaangepasst", "Climate-adapted", "Gut bei Hitze und Regen"),
    "artenreich": Text("Artenreich", "Rich in species", "Viele Tiere und Pflanzen"),
    "klimagerecht": Text("Klimagerecht", "Climate-just", "Gerecht für alle"),
    "zirkulaer": Text("Zirkulär", "Circular", "Dinge wieder benutzen"),
}
