from refgraph.views.plain import more, shown, table, width


def test_what_steers_a_terminal_is_shown_as_an_escape() -> None:
    assert shown("a\x1b[31mb") == "a\\x1b[31mb"
    assert shown("evil\u202egpj") == "evil\\u202egpj"
    assert shown("李明朗 Zoë") == "李明朗 Zoë"


def test_chinese_characters_take_two_columns() -> None:
    assert width("李a") == 3
    assert width("e\u0301") == 1


def test_columns_line_up_under_chinese_names() -> None:
    assert table(["name", "n"], [["李明", "1"], ["ab", "2"]]) == ["name  n", "李明  1", "ab    2"]


def test_more_speaks_only_when_rows_are_left_out() -> None:
    assert more(3, 3) == []
    assert more(4, 3) == ["… and 1 more; --json lists all"]
