"""Addresses of learning, under the language prefix."""

from django.urls import include, path

from learning.views import answers, curricula, materials, matrices, mistakes, questions, readers, reading, stuck

urlpatterns = [
    path("", include("learning.urls_courses")),
    path("", include("learning.urls_runs")),
    path("", include("learning.urls_rules")),
    path("materials/", materials.materials, name="materials"),
    path("materials/readers/", readers.my_readers, name="my_readers"),
    path("materials/<uuid:key>/", materials.material, name="material"),
    path("materials/<uuid:key>/marks/", reading.mark, name="mark_step"),
    path("materials/<uuid:key>/place/", reading.place, name="remember_place"),
    path("materials/<uuid:key>/readers/", readers.readers, name="readers"),
    path("materials/<uuid:key>/steps/<slug:step_id>/stuck/", stuck.stuck, name="stuck"),
    path("materials/<uuid:key>/steps/<slug:step_id>/similar/", stuck.similar, name="similar_answers"),
    path("materials/<uuid:key>/mistakes/", mistakes.report, name="report_mistake"),
    path("mistakes/", mistakes.mistakes, name="mistakes"),
    path("mistakes/<int:pk>/", mistakes.mistake, name="mistake"),
    path("curricula/", curricula.curricula, name="curricula"),
    path("curricula/matrices/", matrices.matrices, name="matrices"),
    path("curricula/matrices/new/", matrices.new_matrix, name="new_matrix"),
    path("curricula/matrix/<slug:code>/", curricula.matrix, name="matrix"),
    path("curricula/matrix/<slug:code>/edit/", matrices.edit_matrix, name="edit_matrix"),
    path("curricula/matrix/<slug:code>/delete/", matrices.delete_matrix, name="delete_matrix"),
    path("curricula/matrix/<slug:code>/rows/<int:pk>/", matrices.edit_row, name="edit_matrix_row"),
    path("curricula/matrix/<slug:code>/columns/<int:pk>/", matrices.edit_column, name="edit_matrix_column"),
    path("curricula/matrix/<slug:code>/squares/<int:row>/<int:column>/", matrices.square, name="matrix_square"),
    path("questions/", questions.questions, name="questions"),
    path("questions/<int:pk>/", questions.question, name="question"),
    path("questions/<int:pk>/edit/", questions.edit, name="edit_question"),
    path("questions/<int:pk>/delete/", questions.delete, name="delete_question"),
    path("questions/<int:pk>/hide/", questions.hide, name="hide_question"),
    path("questions/<int:pk>/solved/", questions.solved, name="solve_question"),
    path("questions/<int:pk>/aside/", questions.aside, name="set_question_aside"),
    path("answers/<int:pk>/helped/", answers.helped, name="answer_helped"),
    path("answers/<int:pk>/edit/", answers.edit, name="edit_answer"),
    path("answers/<int:pk>/delete/", answers.delete, name="delete_answer"),
    path("answers/<int:pk>/hide/", answers.hide, name="hide_answer"),
]
