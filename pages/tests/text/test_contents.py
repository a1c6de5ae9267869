"""What a front page lists: the wikilinks of its chapters, in order, each once."""

from pages.text.contents import MAX_LISTED, Listed
from pages.text.markdown import render_page

FRONT = """[[Before]]

::: chapters
### Basics

- [[Flask]], again [[Flask#Measured|its figures]]
- [[Node.js|the runtime]] and [an address](https://example.org/)

### More

- [[Jinja]]
- [[Flask]]
:::

::: cards
### [[A card]]
:::

[[After]]
"""


def test_links_of_the_chapters_are_listed_under_their_headings_each_once():
    assert render_page(FRONT).contents == (
        Listed("flask", "Basics", "h-basics"),
        Listed("nodejs", "Basics", "h-basics"),
        Listed("jinja", "More", "h-more"),
    )


def test_chapters_without_headings_are_one_list():
    assert render_page("::: chapters\n- [[B]]\n- [[A]]\n:::\n").contents == (
        Listed("b", "", ""),
        Listed("a", "", ""),
    )


def test_a_link_in_a_chapters_heading_names_the_chapter_and_is_not_listed():
    contents = render_page("::: chapters\n### [[Python]]\n\n- [[A]]\n:::\n").contents
    assert contents == (Listed("a", "Python", "h-python"),)


def test_a_page_without_chapters_lists_nothing():
    assert render_page("# One\n\n[[A]]\n\n```\n::: chapters\n[[B]]\n:::\n```\n").contents == ()


def test_the_list_has_an_end():
    links = "\n".join(f"- [[Page {n}]]" for n in range(MAX_LISTED + 10))
    assert len(render_page(f"::: chapters\n{links}\n:::\n").contents) == MAX_LISTED
