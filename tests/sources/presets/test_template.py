from __future__ import annotations

import pytest

from refgraph.sources.presets.template import first_filled, template


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("{first} {last}", "Anna Berg"),
        ("{first} {middle} {last}", "Anna Berg"),
        ("{middle}", ""),
        ("x:{middle}", ""),
        ("x:{middle} {first}", "x: Anna"),
        ("x:{first} {middle!}", ""),
        ("constant", "constant"),
        ("in:{url|slug}", "in:anna-böck"),
        ("{phone|digits}", "+4366412"),
        ("{name|key}", "nord gmbh"),
        ("{text}", "two  spaces\nand a line"),
    ],
)
def test_a_template_is_filled(text: str, filled: str) -> None:
    values = {
        "first": "Anna",
        "last": "Berg",
        "middle": "",
        "url": "https://www.linkedin.com/in/Anna-B%C3%B6ck/?x=1",
        "phone": "+43 (664) 1-2",
        "name": "  ＮＯＲＤ   GmbH ",
        "text": "two  spaces\nand a line",
    }
    assert template(text).fill(values) == filled


def test_of_several_the_first_that_gives_anything_counts() -> None:
    templates = [template("a:{x!}"), template("b:{y!}"), template("c")]
    assert first_filled(templates, {"y": "1"}) == "b:1"
    assert first_filled(templates[:1], {}) == ""


@pytest.mark.parametrize("text", ["{First}", "{a|upper}", "{a", "a}", "{}", "{a!!}"])
def test_what_is_no_template_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"found .*, expected"):
        template(text)
