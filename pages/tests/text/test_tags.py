"""Tags as authors write them."""

import pytest

from pages.text.tags import MAX_TAGS_A_PAGE, tags_of

CASES = [
    ({}, {}),
    ({"tags": None}, {}),
    (
        {"tags": ["Web framework", "Python 3", 2024, True]},
        {"web-framework": "Web framework", "python-3": "Python 3", "2024": "2024", "yes": "yes"},
    ),
    ({"tags": "micro,  Web  framework,,"}, {"micro": "micro", "web-framework": "Web framework"}),
    ({"tags": ["Flask", "flask", "FLASK"]}, {"flask": "Flask"}),
    ({"tags": ["", "+++", "a" * 101, ["nested"], {"a": "b"}, None]}, {}),
    ({"tags": {"a": "b"}}, {}),
    ({"tags": 7}, {}),
    ({"tags": ["日本語", "İstanbul"]}, {"日本語": "日本語", "istanbul": "İstanbul"}),
]


@pytest.mark.parametrize(("values", "tags"), CASES)
def test_tags_are_a_list_or_one_text_with_commas_each_once(values, tags):
    assert tags_of(values) == tags


def test_a_page_has_no_more_tags_than_its_bound():
    assert len(tags_of({"tags": [f"tag {number}" for number in range(999)]})) == MAX_TAGS_A_PAGE
