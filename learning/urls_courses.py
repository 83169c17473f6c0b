"""Addresses of courses for those who take them, under the language prefix."""

from django.urls import path
from django.views.generic import RedirectView

from learning.views import approvals, courses, my_learning, runs

urlpatterns = [
    path("courses/", courses.courses, name="courses"),
    path("courses/approvals/", approvals.approvals, name="approvals"),
    path("courses/approvals/<int:pk>/", approvals.decide, name="decide_enrolment"),
    path("courses/<uuid:key>/", courses.course, name="course"),
    path("courses/runs/<uuid:key>/", runs.course_run, name="course_run"),
    path("courses/runs/<uuid:key>/enrol/", runs.enrol, name="enrol"),
    path("courses/runs/<uuid:key>/withdraw/", runs.withdraw, name="withdraw"),
    path("courses/runs/<uuid:key>/withdraw/undo/", runs.undo_withdrawal, name="undo_withdrawal"),
    path("courses/runs/<uuid:key>/check-in/", runs.check_in, name="check_in"),
    path("courses/runs/<uuid:key>/feedback/", runs.feedback, name="give_feedback"),
    path("my-learning/", my_learning.my_learning, name="my_learning"),
    path("my-learning/history/", my_learning.my_history, name="my_history"),
    path("my-learning/history.csv", my_learning.my_history_csv, name="my_history_csv"),
    path("my-learning/history.pdf", my_learning.my_history_pdf, name="my_history_pdf"),
    # Where it was before courses came.
    path("materials/mine/", RedirectView.as_view(pattern_name="my_learning"), name="my_materials"),
]
