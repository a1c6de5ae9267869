"""One set of pages, revisions and comments that puts something on every screen, the unpleasant included."""

from typing import Any

from django.contrib.auth.models import User

from comments.models import PageComment, State
from comments.tests.factories import make_comment
from pages.actions.attach import attach
from pages.actions.create import create
from pages.actions.edit import edit
from pages.models import BrokenLink, Page
from pages.tests.uploads import picture, upload

LONG_WORD = "Donaudampfschifffahrtsgesellschaftskapitänsmützenhersteller"
HOSTILE = f"""---
kind: {LONG_WORD * 2}
website: https://very-long-host-name.example/{LONG_WORD}/{LONG_WORD}
tags: [a, b, c]
---
{LONG_WORD * 3} and <https://very-long-host-name.example/{LONG_WORD}/{LONG_WORD}>

## {LONG_WORD * 2}

| {" | ".join(f"column {n}" for n in range(1, 15))} |
|{" --- |" * 14}
| {" | ".join(LONG_WORD for n in range(14))} |

```python title={LONG_WORD}.py
{"x" * 300}
```

`{"y" * 200}` [[{"Missing page with a long title " * 3}]]

- [x] done
- [ ] open

> [!WARNING]
> {LONG_WORD * 2}

Term
: What it means[^1]

[^1]: {LONG_WORD * 2}
"""
ARABIC = """---
lang: ar
summary: فلاسك إطار عمل صغير لبناء تطبيقات الويب بلغة بايثون.
---
فلاسك إطار عمل صغير. انظر [[Flask]] و`app.run()`.

## ما هو فلاسك؟

يبدأ المشروع بملف واحد، ثم يكبر.

1. التثبيت
2. الكتابة

```python
print("مرحبا")
```

## المزايا والعيوب

::: pros-and-cons
### المزايا
- صغير وواضح

### العيوب
- كثير من الإضافات
:::
"""


def fill(editor: User) -> dict[str, Any]:
    """Revisions, long words, Arabic, threads of comments in every state, on top of the loaded guide."""
    flask = Page.objects.get(slug="flask")
    text = flask.current.text
    changed = text.replace("## What is Flask?", "## What is Flask really?").replace("micro", "small", 1)
    edit(flask, changed, by=editor, base=1, summary="Ask more precisely")
    edit(flask, changed + "\nOne line more.\n", by=editor, base=2, summary="", is_minor=True)
    attach(
        flask, upload(picture(size=(600, 400)), f"{LONG_WORD}.png"), by=editor, alt=f"Two colors, {LONG_WORD}"
    )
    attach(flask, upload(b"Words", "notes.txt"), by=editor)
    create(f"{LONG_WORD} and more", HOSTILE, by=editor, summary=LONG_WORD * 3)
    create("فلاسك", ARABIC, by=editor, summary="صفحة جديدة")
    flask.refresh_from_db()
    BrokenLink.objects.note(flask, {f"https://gone.example/{LONG_WORD * 2}": "404"}, now=flask.updated_at)
    return {"flask": flask, "waiting": _discuss(flask, editor)}


def _discuss(page: Page, editor: User) -> PageComment:
    parent = None
    for depth in range(6):
        parent = make_comment(page, f"Reply number {depth} with `code`", reply_to=parent)
    make_comment(page, f"> quoted\n\n```\n{'z' * 200}\n```\n\n{LONG_WORD * 2}", url="https://mara.example/")
    make_comment(page, "من فضلك أضف مثالا", by=editor)
    make_comment(page, "Cheap watches", state=State.SPAM)
    held = make_comment(page, LONG_WORD * 4, state=State.PENDING)
    PageComment.objects.filter(pk=held.pk).update(
        held_because=[{"rule": "words", "says": "A word is held.", "detail": f"Word {LONG_WORD * 2}"}],
        score=97,
        score_reasons=[["4 links", 2.31], [LONG_WORD, 0.97]],
    )
    return make_comment(page, "Is this **still** true?", state=State.PENDING, reply_to=parent)
