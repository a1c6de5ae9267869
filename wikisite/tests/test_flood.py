"""A flood against real server processes: limits hold across them and after they were killed.

`python -m bench.flood` makes the long form, with a minute of 2,000 posts and people who read meanwhile.
"""

from collections import Counter
from pathlib import Path

from bench.flood import Site, address_of, flood

ADDRESSES, POSTS_EACH, AN_HOUR = 6, 9, 4
# An hour does not pass on the slowest machine, a minute may.
RULES = "comments_a_minute=999, comments_an_hour=4, strangers_a_minute=999"


def test_every_accepted_post_is_in_the_queue_and_none_more_than_the_limits_allow(tmp_path: Path) -> None:
    site = Site(str(tmp_path / "site"))
    with site.running():
        site.manage(f"from comments.models import Rules; Rules(pk=1, {RULES}).save()")
        sent = flood(site, posts=ADDRESSES * POSTS_EACH, addresses=ADDRESSES, seconds=0)
        waiting = site.queue()
    with site.running():
        form = {**site.form(), "comment": "After a restart"}
        again = [site.ask("POST", "/comments/post/", form, address_of(n, 99))[0] for n in (0, ADDRESSES)]

    accepted = {post.words for post in sent if post.status == 303}
    assert Counter(post.status for post in sent) == {
        303: ADDRESSES * AN_HOUR,
        429: ADDRESSES * (POSTS_EACH - AN_HOUR),
    }
    assert accepted == {words for _, words, _ in waiting}
    assert set(Counter(address for address, _, _ in waiting).values()) == {AN_HOUR}
    assert again == [429, 303]
