"""Words of people's names that are not the name, and forms that stand for one another."""

from __future__ import annotations

from typing import Final


def _listed(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _roots(text: str) -> dict[str, frozenset[str]]:
    """Read groups of forms, each group known by its first; form -> the groups it is in."""
    roots: dict[str, frozenset[str]] = {}
    for group in text.split("|"):
        forms = group.split()
        roots.update({form: roots.get(form, frozenset()) | {forms[0]} for form in forms})
    return roots


HONORIFICS: Final = _listed("""
mr mrs ms miss mx sir dame madam dr prof professor doctor phd dphil mba msc bsc llm esq cpa cfa pmp jr sr ii iii herr frau fraulein dipl ing diplom mag univ habil rer nat med jur oec m mme mlle monsieur madame
sr sra srta don dona sig sigra signor signora dott dottssa ir drs fru mgr mudr judr ddr
ceo cfo cto coo cio cmo chro vp svp evp
""")
"""Folded words dropped from names wherever they stand: forms of address, degrees, short positions."""

POSITIONS: Final = HONORIFICS | _listed("""
ma ba md iv lady lord director manager president chairman chairwoman chair head lead leiter leiterin of for and the
geschaftsfuhrer geschaftsfuhrerin vorstand engineer engineering sales marketing finance purchasing procurement it hr
senior junior chief officer general vice assistant owner founder partner consultant directeur directrice gerente
executive managing operating financial technical product project operations technology department team vertrieb einkauf
leitung abteilung assistenz sekretariat buyer analyst architect developer administrator advisor specialist regional
""")
"""Words that are dropped after a name's comma or dash where nothing else stands there; some are surnames as well."""

HAN_HONORIFICS: Final = (
    "先生", "女士", "小姐", "太太", "夫人", "老师", "博士", "教授", "副教授", "总经理", "副总经理", "董事长", "经理", "副总", "总监",
    "主任", "副主任", "主管", "工程师", "高工", "院长", "处长", "科长", "部长", "局长", "所长", "校长", "书记", "律师", "医生", "会计",
    "总裁", "秘书", "同学", "师傅", "总",
)  # fmt: skip
"""Forms of address written after a Chinese name, longer ones looked for first."""

PARTICLES: Final = _listed(
    "von van de der den del della di da dos das du la le el al bin ibn zu zum zur af av y e und"
)
"""Small words within surnames, left out when names are compared."""

COMPOUND_SURNAMES: Final = _listed("""
欧阳 上官 司马 诸葛 司徒 夏侯 皇甫 尉迟 公孙 慕容 令狐 端木 东方 西门 南宫 长孙 宇文 轩辕 独孤 申屠 闻人 东郭 呼延 淳于
澹台 赫连 濮阳 太史 钟离 万俟 闾丘 歐陽 上官 司馬 諸葛 東方 長孫
""")

SURNAME_READINGS: Final = {
    "曾": "zeng", "单": "shan", "單": "shan", "解": "xie", "仇": "qiu", "查": "zha", "朴": "piao", "区": "ou", "任": "ren",
    "华": "hua", "盖": "ge", "乐": "yue", "缪": "miao", "覃": "qin", "翟": "zhai", "召": "shao", "繁": "po", "种": "chong",
    "黑": "he", "尉迟": "yuchi", "长孙": "zhangsun", "万俟": "moqi", "宁": "ning", "洗": "xian", "冼": "xian", "薄": "bo",
    "员": "yun", "折": "she", "秘": "bi", "沈": "shen", "葛": "ge", "石": "shi", "卜": "bu", "燕": "yan", "应": "ying",
}  # fmt: skip
"""How characters are read as surnames where the dictionary's usual reading is another (《百家姓》)."""

SURNAME_SHARES: Final = {
    "wang": 0.072, "li": 0.075, "zhang": 0.07, "liu": 0.052, "chen": 0.046, "yang": 0.031, "huang": 0.023, "zhao": 0.021,
    "wu": 0.024, "zhou": 0.019, "xu": 0.024, "sun": 0.014, "ma": 0.013, "zhu": 0.014, "hu": 0.013, "guo": 0.012,
    "he": 0.014, "lin": 0.012, "gao": 0.011, "luo": 0.011, "zheng": 0.01, "liang": 0.009, "xie": 0.009, "song": 0.008,
    "tang": 0.009, "han": 0.008, "feng": 0.007, "deng": 0.007, "cao": 0.006, "peng": 0.006, "zeng": 0.006, "xiao": 0.006,
    "tian": 0.005, "dong": 0.006, "yuan": 0.006, "pan": 0.005, "jiang": 0.012, "cai": 0.005, "yu": 0.012, "du": 0.005,
    "ye": 0.005, "cheng": 0.006, "su": 0.005, "wei": 0.009, "lu": 0.013, "ding": 0.004, "ren": 0.004, "shen": 0.006,
    "yao": 0.004, "cui": 0.004, "zhong": 0.004, "tan": 0.004, "fan": 0.006, "wen": 0.003, "jin": 0.004, "shi": 0.008,
    "liao": 0.004, "jia": 0.003, "xia": 0.003, "fu": 0.005, "fang": 0.003, "bai": 0.003, "zou": 0.003, "meng": 0.003,
    "xiong": 0.003, "qin": 0.004, "qiu": 0.004, "hou": 0.003, "yin": 0.004, "xue": 0.003, "yan": 0.008, "lei": 0.003,
    "long": 0.003, "tao": 0.002, "hao": 0.003, "gu": 0.005, "mao": 0.003, "gong": 0.004, "shao": 0.003, "wan": 0.003,
    "qian": 0.002, "dai": 0.003, "mo": 0.002, "kong": 0.002, "xiang": 0.003, "chang": 0.002, "lai": 0.002, "kang": 0.002,
    "ouyang": 0.0008, "shangguan": 0.0001, "sima": 0.0001, "zhuge": 0.0001, "situ": 0.0001, "xiahou": 0.0001,
    "huangfu": 0.0001, "murong": 0.0001, "linghu": 0.0001, "gongsun": 0.0001, "yuchi": 0.0001, "dongfang": 0.0001,
}  # fmt: skip
"""Shares of surnames in China as heard in pinyin, rounded (Ministry of Public Security, name report 2020; NIIDI)."""

_NICKNAMES = """
robert bob rob bobby robbie bert|william bill will billy willy liam|richard rick dick rich|james jim jimmy jamie
john jack johnny jon|jonathan jon|michael mike mick mickey micha michi|thomas tom tommy|joseph joe joey sepp josef
charles charlie chuck karl carl|edward ed eddie ted ned|henry harry hank heinrich heinz|daniel dan danny
david dave|steven steve stephen stefan stephan steffen|matthew matt matthias matteo|anthony tony anton toni
andrew andy drew andreas andrea andi|christopher chris|christian chris|nicholas nick nico klaus nicolas nikolaus
peter pete petr pierre|patrick pat paddy|kenneth ken kenny|ronald ron ronnie|donald don donnie|timothy tim
gregory greg gregor|jeffrey jeff geoffrey geoff|lawrence larry laurence lorenz|samuel sam sammy|benjamin ben benny
alexander alex sascha sasha xander aleksandr alexandr alexandre|alexandra alex sasha sandra|frederick fred freddy friedrich fritz
elizabeth liz beth betty lisa eliza elisabeth|margaret maggie meg peggy greta margarete gretchen|katherine kate kathy katie
catherine kathrin katharina katrin kat cathy ekaterina katya|jennifer jen jenny|jessica jess jessie|susan sue susie susanne suzanne
patricia pat patty trish|barbara barb babs|deborah deb debbie|rebecca becky|victoria vicky tori|christina chris tina christine kristina
stephanie steph stefanie|theresa terry tess teresa therese|johannes hans johann jan|maximilian max maxim|ferdinand ferdi
sebastian basti seb|florian flo|dominik dom nick|tobias tobi|philip phil philipp phillip|franz frank francis francesco|jorge george georg juri yuri
francisco paco pancho|jose pepe|giuseppe beppe|luis luigi ludwig louis lutz lewis|ivan vanya|dmitri dima dmitry dmitriy|vladimir vova volodya
sergei sergey serge|mikhail misha|natalia natasha natalie nataliya|anastasia nastya|maria marie mary masha mia|anna anne ann annie ana|hannah hanna johanna hanne|mohammed muhammad mohamed mohammad|ahmed ahmad|hussein hussain husain|yusuf youssef yousef
sophia sofia sophie zofia|luke lukas lucas luca|mark markus marc marco|eric erik erich|jacob jakob|sean shawn shaun|claudia claudine
helen helena elena lena helene|olga olya|ulrich uli ulli|wolfgang wolf|gerhard gerd|rainer reiner|walter walther|guenter gunter gunther guenther
juergen jurgen jorg joerg jorgen|oliver ollie olli olivier|charlotte charlie lotte lottie|nathaniel nathan nate|zachary zach zack
isabella isabel isabelle bella izzy|alfred alf fred|albert al bert|arthur art|harold harry hal|caroline carol carrie karoline
emily em emmy emilie|julia julie jule juliane|virginia ginny|katarzyna kasia|malgorzata gosia|agnieszka aga|wojciech wojtek
tomasz tomek|zuzanna zuza susanna|aleksandra ola|guillermo memo|enrique quique|ignacio nacho|vincenzo enzo|manuel manolo manu|bernhard bernd bernard|eleanor nora ellie|abigail abby|amanda mandy|cynthia cindy|dorothy dot dorothea
gabriele gabi gabriela gabrielle|angelika geli angela angie|brigitte gitta birgit|monika moni monica|eugene gene eugen|raymond ray|leonard leo leonhard leon
""".replace("\n", "|")
NICKNAMES: Final = _roots(_NICKNAMES)
"""Roots of given names and their short or foreign forms; two names with a root in common may be one person's."""

LETTER_SHARES: Final = 0.08
"""Chance that two people's names have the same first letter, about (letters' frequencies squared)."""
