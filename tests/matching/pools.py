"""Words that people and companies of known truth are named from."""

from __future__ import annotations

import unicodedata


def _words(text: str) -> list[str]:
    return text.split()


CHINESE_SURNAMES = _words("""
王 李 张 刘 陈 杨 黄 赵 吴 周 徐 孙 马 朱 胡 郭 何 林 高 罗 郑 梁 谢 宋 唐 许 韩 冯 邓 曹 彭 曾 肖 田 董 潘 袁 蔡 蒋 余 于 杜 叶 程 魏 苏 吕 丁 任 卢 姚 沈 钟 姜 崔
谭 陆 范 汪 廖 石 金 韦 贾 夏 付 方 邹 熊 白 孟 秦 邱 侯 江 尹 薛 闫 雷 龙 黎 史 陶 贺 毛 郝 顾 龚 邵 欧阳 上官 司马 诸葛
""")
_RANKS = [1 / (rank + 4) for rank in range(len(CHINESE_SURNAMES))]
SURNAME_WEIGHTS = [share / sum(_RANKS) for share in _RANKS]
GIVEN_CHARACTERS = list(
    "伟芳娜敏静秀丽强磊军洋勇艳杰娟涛明超兰霞平刚桂英华文玉萍红建国志海春燕晓云雪梅琳佳宇浩然子涵欣怡梦瑶思远嘉诚俊凯博翔婷倩颖慧琪雨晨阳"
)
CORE_CHARACTERS = list(
    "新华中天海宏远达盛泰瑞鑫龙凤金银东方南北西安康福德信诚智慧星光辉腾飞云联合众恒久长青绿源美佳创"
)
CHINESE_PLACES = [("上海", "Shanghai"), ("北京", "Beijing"), ("深圳", "Shenzhen"), ("杭州", "Hangzhou"), ("广州", "Guangzhou"),
    ("成都", "Chengdu"), ("武汉", "Wuhan"), ("南京", "Nanjing")]  # fmt: skip
CHINESE_TRADES = [("科技", "Technology"), ("贸易", "Trading"), ("物流", "Logistics"), ("电子", "Electronics"), ("软件", "Software"),
    ("印务", "Printing"), ("食品", "Food"), ("医药", "Pharma"), ("建筑", "Construction"), ("咨询", "Consulting")]  # fmt: skip
CHINESE_LEGAL = ["有限公司", "股份有限公司", "有限责任公司", "集团有限公司"]
CORE_STARTS = _words("""
Al Ber Cor Dal El Fer Gam Hel In Kar Lor Mon Nor Or Pra Qua Ros Sel Tri Ul Ver Wil Xen Zor Bri Tec
""")
CORE_MIDDLES = _words("""
ba co da fi go ka li mo na pe ri sto ta vi xo
""")
CORE_ENDS = _words("""
dex lan mat nor pol ron sys tec tron vis wave zen link gard mar
""")
WESTERN_PLACES = [("Berlin", "Berlin"), ("München", "Munich"), ("Hamburg", "Hamburg"), ("Wien", "Vienna"), ("Köln", "Cologne"),
    ("Zürich", "Zurich"), ("London", "London"), ("Paris", "Paris")]  # fmt: skip
WESTERN_TRADES = [("Maschinenbau", "Machinery"), ("Handel", "Trading"), ("Logistik", "Logistics"), ("Systeme", "Systems"),
    ("Software", "Software"), ("Bau", "Construction"), ("Beratung", "Consulting"), ("Pharma", "Pharma"), ("Energie", "Energy"),
    ("Druck", "Printing")]  # fmt: skip
WESTERN_LEGAL = ["GmbH", "AG", "GmbH & Co. KG", "Ltd", "S.A.", "SE", "Inc."]
SPELLED = {
    "GmbH": "Gesellschaft mit beschränkter Haftung",
    "AG": "Aktiengesellschaft",
    "Ltd": "Limited",
    "Inc.": "Incorporated",
}
FIRST_NAMES = _words("""
Anna Peter Michael Thomas Andreas Wolfgang Klaus Jürgen Günter Stefan Christian Uwe Werner Horst Frank Dieter
Manfred Ursula Monika Petra Elisabeth Sabine Renate Helga Karin Brigitte Ingrid Erika Andrea Gisela Claudia
Susanne Gabriele Julia Laura Lena Leonie Sarah Katharina Maria James Robert John William David Richard Joseph
Charles Daniel Matthew Anthony Mark Steven Paul Andrew Joshua Kenneth Kevin Brian George Timothy Ronald Jason
Edward Jeffrey Ryan Jacob Nicholas Gary Eric Mary Patricia Jennifer Linda Barbara Jessica Karen Nancy Lisa
Betty Margaret Sandra Ashley Kimberly Emily Donna Michelle Carol Amanda Melissa Deborah Stephanie Rebecca
Sharon Cynthia Kathleen Amy Angela Zoé André François José Søren Jörg Björn
""")
LAST_NAMES = _words("""
Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Schäfer Koch Bauer Richter Klein
Wolf Schröder Neumann Schwarz Zimmermann Braun Krüger Hofmann Hartmann Lange Schmitt Werner Krause Meier
Lehmann Schmid Schulze Maier Köhler Herrmann König Walter Mayer Huber Kaiser Fuchs Peters Lang Scholz Möller
Weiß Jung Hahn Schubert Vogel Friedrich Keller Günther Frank Berger Winkler Roth Beck Lorenz Baumann Franke
Albrecht Schuster Simon Ludwig Böhm Winter Kraus Martin Schumacher Krämer Vogt Stein Jäger Otto Sommer Groß
Seidel Heinrich Brandt Haas Schreiber Graf Schulte Dietrich Ziegler Kuhn Kühn Pohl Engel Horn Busch Bergmann
Thomas Voigt Sauer Arnold Wolff Pfeiffer Smith Johnson Williams Brown Jones Garcia Miller Davis Rodriguez
Martinez Hernandez Lopez Gonzalez Wilson Anderson Taylor Moore Jackson Lee Perez Thompson White Harris Sanchez
Clark Ramirez Lewis Robinson Walker Young Allen King Wright Scott Torres Nguyen Hill Flores Green Adams Nelson
Baker Hall Rivera Campbell Mitchell Carter Roberts Gómez Phillips Evans Turner Diaz Parker Cruz Edwards
Collins Reyes Stewart Morris Morales Murphy Cook
""")
SHORT = {
    "Robert": "Bob", "William": "Bill", "Michael": "Mike", "Thomas": "Tom", "James": "Jim", "Elisabeth": "Lisa", "Daniel": "Dan",
    "Andrew": "Andy", "Matthew": "Matt", "Anthony": "Tony", "Jennifer": "Jenny", "Margaret": "Peggy", "Nicholas": "Nick",
}  # fmt: skip
WORDS = _words("""
dragon sunny tiger lucky star blue happy moon river eagle
""")
FREE = ["gmail.com", "163.com", "gmx.de", "qq.com", "outlook.com"]
TITLES = [
    "总经理",
    "采购主管",
    "工程师",
    "Head of IT",
    "Engineer",
    "Buyer",
    "CFO",
    "Sales Manager",
    "财务主任",
    "Director",
]
_TWO_LETTERS: dict[str, str | int | None] = {
    "ä": "ae",
    "ö": "oe",
    "ü": "ue",
    "ß": "ss",
    "Ä": "Ae",
    "Ö": "Oe",
    "Ü": "Ue",
    "ø": "o",
}
_SPELLED = str.maketrans(_TWO_LETTERS)


def spelled(text: str) -> str:
    """Umlauts in two letters, other accents left out."""
    return plain(text.translate(_SPELLED))


def plain(text: str) -> str:
    """Accents left out."""
    bare = unicodedata.normalize("NFD", text.replace("ß", "ss").replace("ø", "o"))
    return "".join(c for c in bare if not unicodedata.combining(c))
