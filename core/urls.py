"""Addresses of the core, under the language prefix."""

from django.urls import path

from core.views import departments, profile

urlpatterns = [
    path("me/", profile.my_profile, name="my_profile"),
    path("me/edit/", profile.edit_profile, name="edit_profile"),
    path("settings/", profile.my_settings, name="my_settings"),
    path("settings/theme/", profile.set_theme, name="set_theme"),
    path("settings/sign-out-everywhere/", profile.sign_out_everywhere, name="sign_out_everywhere"),
    path("people/<uuid:public_id>/", profile.profile, name="profile"),
    path("departments/", departments.departments, name="departments"),
    path("departments/<slug:code>/", departments.department, name="department"),
]
