"""The places that the core has, as actions of the palette: one's own, and those of editors and administrators."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from core.admin_access import may_open
from core.models.person import Person
from core.rules import manages_accounts
from search.actions import Action, Place, Wanted, going_to

OWN_NAMES = {"ja": "日本語", "en": "English"}
OWN = (
    Place(
        "my_profile",
        _("My profile"),
        "person",
        "ぷろふぃーる purofiru purofi-ru じぶん jibun me 自分 まいぷろふぃーる まいぺーじ mypage maipeji",
        is_first=True,
    ),
    Place("my_settings", _("Settings"), "gear", "せってい settei theme テーマ 言語 げんご dark ダーク", is_first=True),
    Place("my_searches", _("My saved searches"), "bell", "けんさく kensaku 検索 ほぞん hozon feed フィード"),
    Place("edit_profile", _("Edit my profile"), "edit", "へんしゅう henshuu henshu photo しゃしん shashin 写真"),
    Place("notices", _("Notices"), "bell", "おしらせ oshirase つうち tsuuchi tsuchi 通知 notifications"),
    Place("my_calendar", _("My calendar"), "calendar", "かれんだー karenda 予定 よてい yotei schedule ics"),
    Place(
        "people",
        _("People"),
        "people",
        "しゃいん shain 同僚 どうりょう douryou colleagues めいぼ meibo 名簿 社員一覧 directory",
    ),
    Place("departments", _("Departments"), "building", "ぶしょ busho organisation 組織 そしき soshiki"),
    Place("notice_settings", _("Set up notices"), "gear", "つうち tsuuchi 通知 mail メール しずか shizuka quiet hours"),
    Place("my_tokens", _("API tokens"), "lock", "とーくん tokun トークン script スクリプト"),
    Place(
        "change_password", _("Change my password"), "lock", "ぱすわーど pasuwado へんこう henkou かえる 変える reset"
    ),
)
ACCOUNTS = (
    Place("people_accounts", _("Accounts"), "people", "あかうんと akaunto 社員 しゃいん shain"),
    Place("invite", _("Invite someone"), "mail", "しょうたい shoutai shotai account アカウント"),
)
# Who may open each of these is asked of the gate that stands before the admin.
ADMIN = (
    Place("wagtailadmin_home", _("Edit pages"), "edit", "へんしゅう henshuu wagtail admin 管理 かんり kanri"),
    Place("wagtailimages:index", _("Images"), "screen", "がぞう gazou 写真 しゃしん admin 管理 かんり"),
    Place("wagtaildocs:index", _("Documents"), "paperclip", "ぶんしょ bunsho files ファイル admin 管理 かんり"),
    Place("translations_behind", _("Translations"), "globe", "ほんやく honyaku behind admin 管理"),
    Place("wagtailredirects:index", _("Redirects"), "external", "りだいれくと 転送 てんそう tensou admin 管理"),
    Place("wagtailadmin_reports:site_history", _("Site history"), "clock", "りれき rireki admin 管理"),
    Place("audit_trail", _("Audit trail"), "clock", "かんさ kansa きろく kiroku 記録 admin 管理"),
)


def places_for(person: Person, wanted: Wanted) -> Iterator[Action]:
    """One's own places, then those that one's roles open."""
    yield from going_to(OWN)
    yield from _other_languages()
    if manages_accounts(person):
        yield from going_to(ACCOUNTS)
    yield from going_to(place for place in ADMIN if may_open(person, place.name))


def _other_languages() -> Iterator[Action]:
    """The other language, called by its own name and by ours."""
    here = translation.get_language() or "ja"
    words = ("language", "言語", "げんご", "gengo", "にほんご", "nihongo", "japanese", "えいご", "eigo", "英語")
    for code, name in OWN_NAMES.items():
        if not here.startswith(code):
            yield Action(
                name, f"/{code}/", "globe", _("This page in the other language"), words, switches=code, is_first=True
            )
