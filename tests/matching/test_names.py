from __future__ import annotations

import pytest

from refgraph.matching.company_names import place_of, read_company
from refgraph.matching.letters import folded, is_mandarin, sounds, word_key
from refgraph.matching.person_names import read_name


def words(name: str) -> list[str]:
    """Keys of the first reading of a name."""
    return [word.key for word in read_name(name)[0].words]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("王芳", ["wang", "fang"]),
        ("WANG, Fang", ["fang", "wang"]),
        ("Wáng Fāng", ["wang", "fang"]),
        ("Ｗａｎｇ　Ｆａｎｇ", ["wang", "fang"]),
        ("wangfang", ["wang", "fang"]),
        ("Wang Xiao-Ming", ["wang", "xiaoming"]),
        ("Xiao Ming Wang", ["xiaoming", "wang"]),
        ("WEI, Yu-Yao", ["yuyao", "wei"]),
        ("欧阳娜娜", ["ouyang", "nana"]),
        ("Ou Yang Na Na", ["ouyang", "nana"]),
        ("曾国藩", ["zeng", "guofan"]),
        ("吕布", ["lu", "bu"]),
        ("Lü Bu", ["lu", "bu"]),
        ("王总", ["wang"]),
        ("史玉静总", ["shi", "yujing"]),
        ("李女士", ["li"]),
        ("Dr. Anna Berg, CFO", ["anna", "berg"]),
        ("Berg, Anna", ["anna", "berg"]),
        ("Prof. Dr. h.c. Hans-Peter von der Heide", ["hans", "peter", "heide"]),
        ("Juergen Mueller", ["jurgen", "muller"]),
        ("Jürgen Müller", ["jurgen", "muller"]),
        ("Łukasz Søren", ["lukasz", "soren"]),
        ("Анна Иванова", ["anna", "ivanova"]),
        ("O'Neill, Sean", ["sean", "oneill"]),
        ('Robert "Bob" Smith', ["robert", "smith"]),
        ("安娜·贝格", ["anna", "beige"]),
        ("MA Tianyu", ["ma", "tianyu"]),
        ("Anna Berg, MA", ["anna", "berg"]),
        ("Anna Berg - Head of Sales", ["anna", "berg"]),
        ("Anna Berg | CFO", ["anna", "berg"]),
    ],
)
def test_names_are_read_without_address_order_or_accents(name: str, expected: list[str]) -> None:
    assert words(name) == expected


def test_a_name_in_both_scripts_is_read_twice() -> None:
    han, latin = read_name("王芳 (Wang Fang)")
    assert [word.han for word in han.words] == ["王", "芳"]
    assert [word.key for word in latin.words] == ["wang", "fang"]


@pytest.mark.parametrize("name", ["", "  ", "123", "()", "?!", ","])
def test_a_text_without_a_name_has_no_reading(name: str) -> None:
    assert read_name(name) == ()


def test_the_given_name_is_known_but_in_pinyin() -> None:
    assert read_name("Anna Berg")[0].given_at == 0
    assert read_name("王芳")[0].given_at == 1
    assert read_name("Wang Fang")[0].given_at is None


def test_umlauts_in_two_letters_are_one_but_pinyin_is_left_alone() -> None:
    assert word_key(folded("Müller")) == word_key("mueller") == "muller"
    assert word_key("xue") == "xue"
    assert word_key("lv") == word_key("lyu") == "lu"
    assert is_mandarin("zhuge")
    assert not is_mandarin("smith")


def test_characters_have_their_usual_reading_first() -> None:
    assert sounds("重庆")[0] == "chongqing"
    assert set(sounds("长")) == {"chang", "zhang"}


@pytest.mark.parametrize(
    ("name", "core", "trades", "places", "legal"),
    [
        ("Siemens AG", "siemens", set(), set(), {"public"}),
        ("Siemens Aktiengesellschaft", "siemens", set(), set(), {"public"}),
        ("ACME S.A.", "acme", set(), set(), {"public"}),
        ("Müller Maschinenbau GmbH & Co. KG", "muller", {"machinery"}, set(), {"partnership"}),
        ("Mueller Machinery", "muller", {"machinery"}, set(), set()),
        ("华为技术有限公司", "huawei", {"technology"}, set(), {"limited"}),
        ("Huawei Technologies Co., Ltd.", "huawei", {"technology"}, set(), {"limited"}),
        ("上海新华信息技术有限公司", "xinhua", {"information"}, {"shanghai"}, {"limited"}),
        ("新华信息技术（上海）股份有限公司", "xinhua", {"information"}, {"shanghai"}, {"public"}),
        ("阿里巴巴(中国)有限公司", "alibaba", set(), {"china"}, {"limited"}),
        ("复星集团", "fuxing", {"group"}, set(), set()),
        ("Bank of China", "bankchina", set(), set(), set()),
        ("中国银行", "bankchina", set(), set(), set()),
        ("Acme Wien GmbH", "acme", set(), {"vienna"}, {"limited"}),
    ],
)
def test_companies_are_read_as_core_trades_places_and_legal_form(
    name: str, core: str, trades: set[str], places: set[str], legal: set[str]
) -> None:
    (read,) = read_company(name)
    assert (read.joined, set(read.trades), set(read.places), set(read.legal)) == (core, trades, places, legal)


def test_branches_and_numbers_are_told() -> None:
    assert read_company("Acme Shanghai Branch")[0].is_branch
    assert read_company("新华印务上海分公司")[0].is_branch
    assert read_company("Acme Plant 2")[0].numbers == {"2"}
    assert read_company("北京市第一人民印务厂")[0].numbers == {"1"}


def test_a_company_in_both_scripts_is_read_twice_but_not_for_a_legal_form() -> None:
    assert [name.joined for name in read_company("华为 Huawei")] == ["huawei", "huawei"]
    assert [name.han for name in read_company("华为 Ltd")] == ["", "华为"]
    assert read_company("???") == ()


def test_regions_in_both_scripts_are_one_place() -> None:
    assert place_of("上海市") == place_of("Shanghai") == "shanghai"
    assert place_of("München") == place_of("MUNICH") == "munich"
    assert place_of("云溪") == "yunxi"
