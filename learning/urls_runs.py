"""Addresses of course runs for those who lead, organise or look after them, under the language prefix."""

from django.urls import path

from learning.views import my_runs, run_attendance, run_desk, run_messages, run_people

urlpatterns = [
    path("courses/runs/", my_runs.my_runs, name="my_runs"),
    path("courses/runs/new/", my_runs.new_run, name="new_run"),
    path("courses/runs/<uuid:key>/edit/", my_runs.edit_run, name="edit_run"),
    path("courses/runs/<uuid:key>/again/", my_runs.run_again, name="run_again"),
    path("courses/runs/<uuid:key>/open/", my_runs.open_, name="open_run"),
    path("courses/runs/<uuid:key>/close/", my_runs.close, name="close_run"),
    path("courses/runs/<uuid:key>/cancel/", my_runs.cancel, name="cancel_run"),
    path("courses/runs/<uuid:key>/desk/", run_desk.desk, name="run_desk"),
    path("courses/runs/<uuid:key>/desk/people/", run_people.people, name="run_people"),
    path("courses/runs/<uuid:key>/desk/people/<int:enrolment>/", run_desk.decide, name="run_decide"),
    path("courses/runs/<uuid:key>/desk/messages/", run_messages.write, name="run_messages"),
    path("courses/runs/<uuid:key>/desk/attendance/", run_attendance.attendance, name="run_attendance"),
    path("courses/runs/<uuid:key>/desk/code/", run_attendance.code, name="run_code"),
    path("courses/runs/<uuid:key>/desk/list.<str:kind>", run_desk.export, name="export_run"),
]
