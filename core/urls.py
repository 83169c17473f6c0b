"""Addresses of the core, under the language prefix."""

from django.urls import path

from core.views import accounts, calendar, departments, leaving, openid_connect, people_admin, people_files, profile

urlpatterns = [
    path("sign-in/", accounts.SignIn.as_view(), name="sign_in"),
    path("sign-in/demo/", accounts.demo_sign_in, name="demo_sign_in"),
    path("sign-in/with/<slug:provider>/", openid_connect.sign_in_with, name="sign_in_with"),
    path("sign-out/", accounts.SignOut.as_view(), name="sign_out"),
    path("password/", accounts.change_password, name="change_password"),
    path("password/forgotten/", accounts.forgotten_password, name="forgotten_password"),
    path("password/forgotten/sent/", accounts.forgotten_password_sent, name="forgotten_password_sent"),
    path("password/link/<str:token>/", accounts.account_link, name="account_link"),
    path("password/set/", accounts.set_password, name="set_password"),
    path("accounts/", people_admin.people_accounts, name="people_accounts"),
    path("accounts/invite/", people_admin.invite, name="invite"),
    path("accounts/files/", people_files.people_files, name="people_files"),
    path("accounts/files/invite/", people_files.invite_waiting, name="invite_waiting"),
    path("accounts/files/<uuid:key>/", people_files.people_file, name="people_file"),
    path("accounts/files/<uuid:key>/check/", people_files.check_people_file, name="check_people_file"),
    path("accounts/files/<uuid:key>/import/", people_files.import_people_file, name="import_people_file"),
    path("accounts/files/<uuid:key>/delete/", people_files.drop_people_file, name="drop_people_file"),
    path("accounts/files/<uuid:key>/problems.csv", people_files.people_file_problems, name="people_file_problems"),
    path("accounts/export/<str:name>", people_files.export_people, name="export_people"),
    path("accounts/<uuid:public_id>/", people_admin.people_account, name="people_account"),
    path("accounts/<uuid:public_id>/invite/", people_admin.invite_again, name="invite_again"),
    path("accounts/<uuid:public_id>/end/", leaving.end_access, name="end_access"),
    path("accounts/<uuid:public_id>/stay/", leaving.take_leaving_back, name="take_leaving_back"),
    path("accounts/<uuid:public_id>/switch/", leaving.switch_account, name="switch_account"),
    path("accounts/<uuid:public_id>/sessions/", people_admin.end_sessions, name="end_sessions"),
    path(
        "accounts/<uuid:public_id>/outside/<int:account_id>/forget/", people_admin.forget_outside, name="forget_outside"
    ),
    path("accounts/<uuid:public_id>/roles/", people_admin.grant_role, name="grant_role"),
    path("accounts/<uuid:public_id>/roles/<int:grant_id>/revoke/", people_admin.revoke_role, name="revoke_role"),
    path("me/", profile.my_profile, name="my_profile"),
    path("me/edit/", profile.edit_profile, name="edit_profile"),
    path("settings/", profile.my_settings, name="my_settings"),
    path("settings/theme/", profile.set_theme, name="set_theme"),
    path("settings/sign-out-everywhere/", profile.sign_out_everywhere, name="sign_out_everywhere"),
    path("calendar/", calendar.my_calendar, name="my_calendar"),
    path("calendar/reset/", calendar.reset_calendar_feed, name="reset_calendar_feed"),
    path("calendar/events/<uuid:uid>.ics", calendar.calendar_event, name="calendar_event"),
    path("people/<uuid:public_id>/", profile.profile, name="profile"),
    path("departments/", departments.departments, name="departments"),
    path("departments/<slug:code>/", departments.department, name="department"),
]
