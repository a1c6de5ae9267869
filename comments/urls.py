"""Addresses of the conversation and of its feeds. None of the library's own is mounted (traps 2, 9)."""

from django.urls import path

import pages.urls  # noqa: F401 - it makes <wiki:slug> known
from comments import feeds, views

app_name = "comments"
urlpatterns = [
    path("post/", views.post_comment, name="post"),
    path("preview/", views.preview, name="preview"),
    path("mail/", views.choose, name="choose_mail"),
    path("mail/confirm/<str:token>/", views.confirm, name="confirm_follow"),
    path("mail/stop/<str:token>/", views.stop, name="stop_mail"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/helpful/", views.vote_on_comment, name="vote"),
    path("<int:pk>/follow/", views.follow_thread, name="follow_thread"),
    path("follow/<wiki:slug>/", views.follow_page, name="follow_page"),
    path("<int:pk>/edit/", views.edit_comment, name="edit"),
    path("<int:pk>/flag/", views.flag_comment, name="flag"),
    path("<int:pk>/texts/", views.texts, name="texts"),
    path("discussions/<int:pk>/", views.switch_discussion, name="switch"),
]
feed_patterns = (
    [
        path("", feeds.site_comments, name="site"),
        path("<wiki:slug>/", feeds.page_comments, name="page"),
    ],
    "comment_feeds",
)
