"""The demo company's companies, departments and vocabularies."""

from __future__ import annotations

from dataclasses import dataclass

from core.api import Company, Department, Grade, Occupation, Position, Region

REGIONS = [("japan", "日本", "Japan"), ("americas", "米州", "Americas"), ("europe", "欧州", "Europe")]
COMPANIES = [
    ("minamo", "みなもネットワークス", "Minamo Networks", "japan"),
    ("minamo-america", "ミナモ・アメリカ", "Minamo America", "americas"),
    ("minamo-europe", "ミナモ・ヨーロッパ", "Minamo Europe", "europe"),
]
POSITIONS = [
    ("member", "メンバー", "Member"),
    ("leader", "リーダー", "Team leader"),
    ("section-manager", "課長", "Section manager"),
    ("department-manager", "部長", "Department manager"),
    ("executive", "役員", "Executive"),
]
OCCUPATIONS = [
    ("network-engineer", "ネットワークエンジニア", "Network engineer"),
    ("software-engineer", "ソフトウェアエンジニア", "Software engineer"),
    ("operations-engineer", "運用エンジニア", "Operations engineer"),
    ("security-engineer", "セキュリティエンジニア", "Security engineer"),
    ("consultant", "コンサルタント", "Consultant"),
    ("sales", "営業", "Sales"),
    ("corporate", "コーポレート", "Corporate"),
]
GRADES = [
    ("g1", "G1 学ぶ", "G1 Learning"),
    ("g2", "G2 自走する", "G2 Independent"),
    ("g3", "G3 任される", "G3 Entrusted"),
    ("g4", "G4 チームを率いる", "G4 Leading a team"),
    ("g5", "G5 部門を率いる", "G5 Leading a department"),
    ("g6", "G6 会社を率いる", "G6 Leading the company"),
]


@dataclass(frozen=True)
class Unit:
    """A department with its sections, whom it employs and how many."""

    code: str
    ja: str
    en: str
    company: str
    occupations: tuple[str, ...]
    headcount: int
    sections: tuple[tuple[str, str, str], ...] = ()


UNITS = [
    Unit("network-operations", "ネットワーク運用部", "Network Operations", "minamo",
         ("network-engineer", "operations-engineer"), 56,
         (("backbone", "バックボーン課", "Backbone"), ("noc", "監視運用課", "Network Operations Centre"),
          ("data-centre", "データセンター課", "Data Centre"))),
    Unit("cloud-development", "クラウド開発部", "Cloud Development", "minamo",
         ("software-engineer", "operations-engineer"), 58,
         (("platform", "基盤開発課", "Platform"), ("applications", "アプリケーション課", "Applications"),
          ("reliability", "信頼性課", "Reliability"))),
    Unit("security", "セキュリティ本部", "Security", "minamo", ("security-engineer",), 34,
         (("response", "インシデント対応課", "Incident Response"), ("assessment", "診断課", "Assessment"))),
    Unit("systems-integration", "システム統合部", "Systems Integration", "minamo",
         ("consultant", "software-engineer", "network-engineer"), 46,
         (("public-sector", "公共課", "Public Sector"), ("enterprise", "法人課", "Enterprise"))),
    Unit("sales", "営業部", "Sales", "minamo", ("sales",), 40,
         (("east", "東日本営業課", "East Japan"), ("west", "西日本営業課", "West Japan"))),
    Unit("corporate", "コーポレート部", "Corporate", "minamo", ("corporate",), 26,
         (("people", "人事課", "People"), ("finance", "経理課", "Finance"))),
    Unit("america-engineering", "米国技術部", "America Engineering", "minamo-america",
         ("network-engineer", "software-engineer"), 20),
    Unit("europe-engineering", "欧州技術部", "Europe Engineering", "minamo-europe",
         ("network-engineer", "software-engineer", "sales"), 19),
]  # fmt: skip


def load_organisation() -> None:
    """Make the rows that are missing; doing it twice changes nothing."""
    for code, ja, en in REGIONS:
        Region.objects.get_or_create(code=code, defaults={"name_ja": ja, "name_en": en})
    for code, ja, en, region in COMPANIES:
        values = {"name_ja": ja, "name_en": en, "region": Region.objects.get(code=region)}
        Company.objects.get_or_create(code=code, defaults=values)
    for model, rows in ((Position, POSITIONS), (Occupation, OCCUPATIONS), (Grade, GRADES)):
        for rank, (code, ja, en) in enumerate(rows, start=1):
            model.objects.get_or_create(code=code, defaults={"name_ja": ja, "name_en": en, "rank": rank})
    for unit in UNITS:
        _load_unit(unit)


def _load_unit(unit: Unit) -> None:
    company = Company.objects.get(code=unit.company)
    department = Department.objects.filter(code=unit.code).first() or Department.add_root(
        code=unit.code, name_ja=unit.ja, name_en=unit.en, company=company
    )
    for code, ja, en in unit.sections:
        if not Department.objects.filter(code=code).exists():
            parent = Department.objects.get(pk=department.pk)
            parent.add_child(code=code, name_ja=ja, name_en=en, company=company)
