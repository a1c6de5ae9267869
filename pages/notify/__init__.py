"""Who hears about a change: mail is written into the outbox with the change and sent by the task worker."""

from pages.notify.outbox import (
    compose,
    forget_mails,
    link_to,
    one_click,
    one_line,
    queue_mails,
    send_waiting,
    task,
)
from pages.notify.recipients import mailable
from pages.notify.watchers import (
    stop_address,
    stopped_person,
    tell_all_watchers,
    tell_watchers,
    write_watch_digests,
)

__all__ = [
    "compose",
    "forget_mails",
    "link_to",
    "mailable",
    "one_click",
    "one_line",
    "queue_mails",
    "send_waiting",
    "stop_address",
    "stopped_person",
    "task",
    "tell_all_watchers",
    "tell_watchers",
    "write_watch_digests",
]
