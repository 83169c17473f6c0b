"""Addresses of courses for those who take them, under the language prefix."""

from django.urls import path

from learning.views import courses

urlpatterns = [
    path("courses/", courses.courses, name="courses"),
    path("courses/<uuid:key>/", courses.course, name="course"),
]
