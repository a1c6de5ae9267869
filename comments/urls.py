"""Addresses of the conversation, mounted at /comments/. None of the library's own is (traps 2, 9)."""

from django.urls import path

from comments import views

app_name = "comments"
urlpatterns = [
    path("post/", views.post_comment, name="post"),
    path("preview/", views.preview, name="preview"),
    path("mail/", views.choose, name="choose_mail"),
    path("mail/confirm/<str:token>/", views.confirm, name="confirm_follow"),
    path("mail/stop/<str:token>/", views.stop, name="stop_mail"),
    path("<int:pk>/", views.detail, name="detail"),
]
