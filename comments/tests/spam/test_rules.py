"""Traits: what is noticed in a text without having learned anything."""

import pytest

from comments.spam import Said
from comments.spam.language import is_foreign
from comments.spam.links import domain, links
from comments.spam.rules import traits


def marks(text, **fields):
    return {clue.mark.removeprefix("trait:") for clue in traits(Said(text, **fields))}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("See https://docs.example/a and http://b.example.", 2),
        ("go to www.shop.example now", 1),
        ("just murdev.com", 1),
        ("ｈｔｔｐ is no link", 0),
        ("call logger.info('x') in manage.py, not node.js", 0),
        ("```\nrequests.get('https://code.example')\n```", 0),
        ("in code: `http://127.0.0.1:5000/` it works", 0),
        ("write to me@mail.com", 0),
    ],
)
def test_links_are_counted_in_prose_only(text, found):
    assert len(links(text)) == found


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://www.shop.example.co.uk/a?b", "example.co.uk"),
        ("http://user@EXAMPLE.com:80/", "example.com"),
        ("//", ""),
        ("localhost", ""),
    ],
)
def test_a_domain_is_what_somebody_registered(address, name):
    assert domain(address) == name


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("Please check out my new channel", "asks"),
        ("Schau dir meine Seite an", "asks"),
        ("I'm a certified lender", "self"),
        ("plz watch it", "begs"),
        ("like this comment if you agree", "baits"),
        ("I earn money online", "money"),
        ("add me on WhatsApp", "contact"),
        ("Nice post, keep it up", "praise"),
        ("BUY NOW WHILE THE OFFER LASTS", "capitals"),
        ("online casino and poker", "gambling 2"),
        ("<a href='http://x.example'>x</a>", "markup"),
        ("best cаsinо", "mixed"),
        ("via\u200bgra", "invisible"),
        ("ＦＲＥＥ bonus", "fancy"),
        ("see http://a.example http://b.example http://c.example", "links 3"),
        ("so good " * 20, "repeats itself"),
    ],
)
def test_each_trait_is_noticed(text, mark):
    assert mark in marks(text)


def test_a_question_about_code_has_no_trait_of_spam():
    assert marks("Why does `session.commit()` fail here? I use version 2.1.", language="en") == {
        "wants nothing"
    }


def test_the_hidden_field_is_a_trait():
    assert "hidden field" in marks("Hello", is_hidden_field_filled=True)


@pytest.mark.parametrize(
    ("text", "page", "foreign"),
    [
        ("Купить недорого с доставкой", "en", True),
        ("Das ist nicht die Seite, die ich mit der Suche finde", "en", True),
        ("Das ist nicht die Seite, die ich mit der Suche finde", "de-at", False),
        ("This is not the page that you are looking for", "de", True),
        ("Merci", "en", False),
        ("P E A C E & L O V E", "en", False),
        ("Купить недорого с доставкой", "", False),
        ("これはペンです。とても良いです", "ja", False),
    ],
)
def test_another_language_than_the_pages_is_noticed_where_it_is_sure(text, page, foreign):
    assert is_foreign(text, page) is foreign
