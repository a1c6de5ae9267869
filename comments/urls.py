"""Addresses of the conversation, mounted at /comments/. None of the library's own is (traps 2, 9)."""

from django.urls import path

from comments import views

app_name = "comments"
urlpatterns = [
    path("post/", views.post_comment, name="post"),
    path("preview/", views.preview, name="preview"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/edit/", views.edit_comment, name="edit"),
    path("<int:pk>/flag/", views.flag_comment, name="flag"),
    path("<int:pk>/texts/", views.texts, name="texts"),
    path("discussions/<int:pk>/", views.switch_discussion, name="switch"),
]
