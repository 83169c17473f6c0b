"""Forms with which people sign in, set a password and are invited."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, SetPasswordForm
from django.utils.translation import gettext_lazy as _

from core.enums import HireType, Language
from core.models.organisation import Region
from core.models.person import Person
from core.validators import validate_kana


class SignInForm(AuthenticationForm):
    """E-mail and password. One message for everything that is wrong: it does not tell who has an account."""

    error_messages = {
        "invalid_login": _("This e-mail address and password do not match. Capital letters count in passwords."),
        "inactive": _("This e-mail address and password do not match. Capital letters count in passwords."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("E-mail")
        self.fields["username"].widget = forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True})
        self.fields["password"].label = _("Password")

    def clean_username(self) -> str:
        # One spelling of an address for the lock-out to count.
        return str(self.cleaned_data["username"]).strip().lower()


class ForgottenPasswordForm(forms.Form):
    """Where to send the link to."""

    email = forms.EmailField(
        label=_("E-mail"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email", "autofocus": True})
    )


class NewPasswordForm(SetPasswordForm):  # type: ignore[type-arg]
    """A new password, twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_password1"].label = _("New password")
        self.fields["new_password2"].label = _("New password, again")


class ChangePasswordForm(NewPasswordForm):
    """A new password from someone who knows the old one."""

    old_password = forms.CharField(
        label=_("Current password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}),
    )
    field_order = ["old_password", "new_password1", "new_password2"]

    def clean_old_password(self) -> str:
        password = str(self.cleaned_data["old_password"])
        if not self.user.check_password(password):
            raise forms.ValidationError(_("This is not your current password."), code="password_incorrect")
        return password


class InvitationForm(forms.Form):
    """A person who is to have an account. What is not asked here, HR adds later."""

    email = forms.EmailField(label=_("E-mail"), max_length=254)
    employee_number = forms.CharField(label=_("Employee number"), max_length=20)
    family_name = forms.CharField(label=_("Family name"), max_length=60)
    given_name = forms.CharField(label=_("Given name"), max_length=60)
    family_kana = forms.CharField(
        label=_("Family name in kana"), max_length=60, required=False, validators=[validate_kana]
    )
    given_kana = forms.CharField(
        label=_("Given name in kana"), max_length=60, required=False, validators=[validate_kana]
    )
    region = forms.ModelChoiceField(label=_("Region"), queryset=Region.objects.all())
    hire_type = forms.ChoiceField(label=_("Hire type"), choices=HireType.choices)
    joined_on = forms.DateField(label=_("Joined on"), widget=forms.DateInput(attrs={"type": "date"}))
    language = forms.ChoiceField(label=_("Language"), choices=Language.choices, initial=Language.JAPANESE)

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"]).strip().lower()
        if Person.objects.filter(email__iexact=email).exists():
            raise forms.ValidationError(_("Someone has an account with this e-mail address."), code="taken")
        return email

    def clean_employee_number(self) -> str:
        number = str(self.cleaned_data["employee_number"]).strip()
        if Person.objects.filter(employee_number=number).exists():
            raise forms.ValidationError(_("Someone has this employee number."), code="taken")
        return number
