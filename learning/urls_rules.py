"""Addresses of what is asked of people, under the language prefix."""

from django.urls import path

from learning.views import concerns, recorded, training_rules

urlpatterns = [
    path("for-me/", concerns.for_me, name="for_me"),
    path("team/", concerns.my_team, name="team"),
    path("team/training.csv", concerns.team_csv, name="team_csv"),
    path("training/people/", concerns.everyone, name="training_people"),
    path("training/people.csv", concerns.everyone_csv, name="training_people_csv"),
    path("training/asked/<int:pk>/remind/", concerns.remind, name="remind_of_training"),
    path("training/asked/<int:pk>/exempt/", concerns.exempt, name="exempt_from_training"),
    path("training/asked/<int:pk>/completed/", recorded.recorded, name="record_completion"),
    path("training/rules/", training_rules.rules, name="training_rules"),
    path("training/rules/new/", training_rules.new_rule, name="new_training_rule"),
    path("training/rules/<int:pk>/", training_rules.rule, name="training_rule"),
    path("training/rules/<int:pk>/edit/", training_rules.edit_rule, name="edit_training_rule"),
    path("training/rules/<int:pk>/switch/", training_rules.switch_rule, name="switch_training_rule"),
    path("training/exemptions/<int:pk>/end/", concerns.end_exemption, name="end_exemption"),
]
