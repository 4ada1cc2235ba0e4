"""The district, its fourteen street stations and their communities."""

from accounts.models import Community, Station

DISTRICT = ("天桥区社工总站", "TQ")
STREETS = {  # code: street; of the codes only TQDJ is the handbook's
    "TQDJ": "天桥东街",
    "GRBC": "工人新村北村",
    "DKLU": "堤口路",
    "WYSH": "无影山",
    "GRNC": "工人新村南村",
    "BTAN": "北坦",
    "ZJSH": "制锦市",
    "BHUA": "宝华",
    "GZYG": "官扎营",
    "WBLU": "纬北路",
    "YSHA": "药山",
    "BYUA": "北园",
    "LKOU": "泺口",
    "SZDI": "桑梓店",
}
COMMUNITIES = {"TQDJ": ["天桥东社区", "义合社区"]}  # elsewhere one, named for the street


def build() -> None:
    """Lay out the district."""
    name, code = DISTRICT
    district = Station.objects.create(name=name, code=code, kind=Station.Kind.DISTRICT)
    for code, street in STREETS.items():
        station = Station.objects.create(name=f"{street}街道社工站", code=code, district=district)
        for community in COMMUNITIES.get(code, [f"{street}社区"]):
            Community.objects.create(station=station, name=community)
