"""A step stays itself while its text is edited: progress, questions and answers hang on its identity."""

from collections.abc import Callable
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learning.markdown import Step, derive_steps, match_steps, parse

INSTALL = """まず、Dockerをインストールします。公式サイトからインストーラーをダウンロードして実行してください。
インストールが終わったら、ターミナルで次のコマンドを実行し、バージョンが表示されることを確かめます。

```sh
docker --version
```

バージョンが表示されない場合は、端末を再起動してからもう一度試してください。社内のプロキシの設定も確かめてください。
"""
RUN = """コンテナを起動してみましょう。hello-world というイメージは、動作の確認のために用意されているものです。
はじめて実行するときには、イメージのダウンロードに少し時間がかかります。

```sh
docker run hello-world
```

画面に Hello from Docker! と表示されれば成功です。表示された文章を読むと、裏側で何が起きたかが分かります。
"""
CLEAN = """最後に後片付けをします。停止したコンテナは残り続けるので、一覧を見て、要らないものを削除します。
ディスクの容量が足りなくなるのを防ぐために、イメージもときどき整理しましょう。

```sh
docker ps -a
docker rm $(docker ps -aq)
```
"""
NETWORK = """複数のコンテナを同じネットワークにつなぐと、名前で互いを呼び出せます。まずネットワークを作成し、
それからデータベースとアプリケーションを起動します。接続できないときは、inspect で所属を調べてください。

```sh
docker network create lab
docker network inspect lab
```
"""
PAGE = {"インストール": INSTALL, "コンテナの起動": RUN, "後片付け": CLEAN}


def page(parts: dict[str, str] | list[tuple[str, str]]) -> str:
    pairs = parts.items() if isinstance(parts, dict) else parts
    return "# Docker\n\n" + "\n".join(f"## {title}\n\n{body}" for title, body in pairs)


def ids(prefix: str) -> Callable[[], str]:
    numbers = count(1)
    return lambda: f"{prefix}{next(numbers)}"


def first_steps(parts: dict[str, str] | list[tuple[str, str]]) -> list[Step]:
    return match_steps([], derive_steps(parse(page(parts))), new_id=ids("s"))


def after(previous: list[Step], parts: dict[str, str] | list[tuple[str, str]]) -> list[Step]:
    return match_steps(previous, derive_steps(parse(page(parts))), new_id=ids("n"))


def known(steps: list[Step]) -> list[tuple[str, str]]:
    return [(step.id, step.title) for step in steps]


def test_an_unchanged_page_keeps_every_id() -> None:
    assert after(first_steps(PAGE), PAGE) == first_steps(PAGE)


def test_reordered_steps_keep_their_ids() -> None:
    assert known(after(first_steps(PAGE), dict(reversed(PAGE.items())))) == [
        ("s3", "後片付け"),
        ("s2", "コンテナの起動"),
        ("s1", "インストール"),
    ]


def test_a_retitled_step_keeps_its_id() -> None:
    changed = {"準備をする": INSTALL, "コンテナの起動": RUN, "後片付け": CLEAN}
    assert known(after(first_steps(PAGE), changed))[0] == ("s1", "準備をする")


def test_a_small_edit_keeps_the_id() -> None:
    changed = PAGE | {"コンテナの起動": RUN.replace("少し時間がかかります", "数分かかることがあります。お待ちください")}
    assert known(after(first_steps(PAGE), changed)) == known(first_steps(PAGE))


def test_a_step_rewritten_under_its_title_keeps_its_id() -> None:
    changed = PAGE | {"コンテナの起動": NETWORK}
    assert known(after(first_steps(PAGE), changed)) == known(first_steps(PAGE))


def test_a_new_title_and_an_edit_at_once_keep_the_id() -> None:
    body = INSTALL.replace("公式サイト", "社内のポータル").replace("もう一度試してください", "やり直してください")
    changed = {"Dockerの準備": body, "コンテナの起動": RUN, "後片付け": CLEAN}
    assert known(after(first_steps(PAGE), changed))[0] == ("s1", "Dockerの準備")


def test_all_at_once_reordered_retitled_and_edited() -> None:
    changed = {
        "片付ける": CLEAN.replace("最後に", "終わりに"),
        "動かす": RUN.replace("成功です", "完了です"),
        "入れる": INSTALL.replace("まず、", "はじめに、"),
    }
    assert known(after(first_steps(PAGE), changed)) == [("s3", "片付ける"), ("s2", "動かす"), ("s1", "入れる")]


def test_a_step_put_in_the_middle_is_new_and_the_others_stay() -> None:
    changed = {"インストール": INSTALL, "ネットワーク": NETWORK, "コンテナの起動": RUN, "後片付け": CLEAN}
    assert [step.id for step in after(first_steps(PAGE), changed)] == ["s1", "n1", "s2", "s3"]


def test_a_deleted_step_goes_and_the_others_stay() -> None:
    changed = {"インストール": INSTALL, "後片付け": CLEAN}
    steps = after(first_steps(PAGE), changed)
    assert [step.id for step in steps] == ["s1", "s3"]
    assert [step.absorbed for step in steps] == [(), ()]


def test_a_replaced_step_is_new() -> None:
    changed = {"インストール": INSTALL, "ネットワークをつなぐ": NETWORK, "後片付け": CLEAN}
    assert [step.id for step in after(first_steps(PAGE), changed)] == ["s1", "n1", "s3"]


def test_of_a_split_step_the_larger_part_keeps_the_id_and_the_other_says_where_it_came_from() -> None:
    lines = INSTALL.split("\n")
    start, end = "\n".join(lines[:6]), "\n".join(lines[6:])
    changed = [("インストール", start), ("うまくいかないとき", end), ("コンテナの起動", RUN), ("後片付け", CLEAN)]
    steps = after(first_steps(PAGE), changed)
    assert [step.id for step in steps] == ["s1", "n1", "s2", "s3"]
    assert [step.split_from for step in steps] == [None, "s1", None, None]


def test_a_split_whose_larger_part_got_the_new_title() -> None:
    whole = [("全部", INSTALL + RUN)]
    steps = after(first_steps(whole), [("全部", RUN[:90]), ("はじめる", INSTALL + RUN[90:])])
    assert [(step.id, step.split_from) for step in steps] == [("n1", "s1"), ("s1", None)]


def test_of_merged_steps_the_larger_keeps_its_id_and_takes_the_other_in() -> None:
    changed = [("準備", INSTALL), ("起動と後片付け", RUN + CLEAN)]
    larger, smaller = ("s2", "s3") if len(RUN) > len(CLEAN) else ("s3", "s2")
    steps = after(first_steps(PAGE), changed)
    assert [(step.id, step.absorbed) for step in steps] == [("s1", ()), (larger, (smaller,))]


def test_a_small_step_that_is_put_into_its_large_neighbour_is_absorbed() -> None:
    small = "ターミナルを開き、ログインしていることを確かめてください。"
    steps = after(first_steps([("開始", small), ("本番", INSTALL + RUN)]), [("開始", small + INSTALL + RUN)])
    assert [(step.id, step.absorbed) for step in steps] == [("s2", ("s1",))]


def test_what_an_absorbed_step_had_absorbed_is_not_forgotten() -> None:
    once = after(first_steps(PAGE), [("準備", INSTALL), ("残り", RUN + CLEAN)])
    twice = after(once, [("全部", INSTALL + RUN + CLEAN)])
    assert {twice[0].id, *twice[0].absorbed} == {"s1", "s2", "s3"}


def test_swapped_titles_follow_the_text() -> None:
    changed = [("コンテナの起動", INSTALL), ("インストール", RUN), ("後片付け", CLEAN)]
    assert [step.id for step in after(first_steps(PAGE), changed)] == ["s1", "s2", "s3"]


def test_steps_of_one_title_are_told_apart_by_their_text() -> None:
    same = [("演習", INSTALL), ("演習", RUN), ("演習", CLEAN)]
    changed = [("演習", CLEAN), ("演習", INSTALL.replace("まず", "では")), ("演習", RUN)]
    assert [step.id for step in after(first_steps(same), changed)] == ["s3", "s1", "s2"]


def test_steps_of_one_title_without_any_text_keep_their_order() -> None:
    same = [("演習", ""), ("演習", ""), ("まとめ", "")]
    assert [step.id for step in after(first_steps(same), same)] == ["s1", "s2", "s3"]


def test_short_steps_go_by_their_title() -> None:
    old = [("準備", "特になし"), ("実行", "押す"), ("確認", "見る")]
    new = [("確認", "見る。"), ("実行", "押してみる"), ("準備", "なし")]
    assert [step.id for step in after(first_steps(old), new)] == ["s3", "s2", "s1"]


def test_short_steps_with_new_titles_go_by_their_text() -> None:
    old = [("Install", "Install it."), ("Run", "Run it."), ("Clean up", "Remove it.")]
    new = [("Finish", "Remove it."), ("Set up", "Install it."), ("Start", "Run it.")]
    assert [step.id for step in after(first_steps(old), new)] == ["s3", "s1", "s2"]


def test_another_level_of_steps_splits_them() -> None:
    text = f"# a\n\n## 前半\n\n### 一\n\n{INSTALL}\n\n### 二\n\n{RUN}\n\n## 後半\n\n### 三\n\n{CLEAN}"
    document = parse(text)
    before = match_steps([], derive_steps(document), new_id=ids("s"))
    later = match_steps(before, derive_steps(document, level=3), new_id=ids("n"))
    assert [step.id for step in before] == ["s1", "s2"]
    assert sorted(step.id for step in later) == ["n1", "s1", "s2"]
    assert [step.split_from for step in later if step.id == "n1"] == ["s1"]


def test_steps_come_out_of_json_as_they_went_in() -> None:
    step = Step("s1", "題", "h-題", 2, "1:0:", "s0", ("s3", "s4"))
    assert Step.from_json(step.to_json()) == step


@pytest.mark.parametrize("data", [{}, {"id": "a", "title": "b", "anchor": "c", "level": "x", "fingerprint": ""}])
def test_json_that_is_no_step_is_refused(data: dict[str, object]) -> None:
    with pytest.raises((KeyError, ValueError)):
        Step.from_json(data)


def test_a_damaged_fingerprint_does_not_stop_the_match() -> None:
    broken = [Step("s1", "インストール", "h-a", 2, "nonsense"), Step("s2", "後片付け", "h-b", 2, "1:x:!!")]
    assert [step.id for step in after(broken, PAGE)] == ["s1", "n1", "s2"]


def test_new_ids_never_repeat_a_known_one() -> None:
    previous = first_steps(PAGE)
    numbers = iter(["s1", "s2", "fresh"])
    steps = match_steps(previous, derive_steps(parse(page(PAGE | {"網": NETWORK}))), new_id=lambda: next(numbers))
    assert [step.id for step in steps] == ["s1", "s2", "s3", "fresh"]


def test_a_thousand_changed_steps_are_matched_in_seconds() -> None:
    before = first_steps([(f"題{number}", f"{number} {INSTALL}") for number in range(1000)])
    steps = after(before, [(f"題{number}", f"変更 {number} {RUN}") for number in range(1000)])
    assert [step.id for step in steps] == [step.id for step in before]


TITLES = st.sampled_from(["準備", "実行", "まとめ", "a", ""])
BODIES = st.sampled_from([INSTALL, RUN, CLEAN, NETWORK, "", "短い", INSTALL + RUN, CLEAN[:60]])
PARTS = st.lists(st.tuples(TITLES, BODIES), max_size=7)


@settings(deadline=None)
@given(PARTS, PARTS)
def test_ids_are_unique_and_no_step_is_both_there_and_absorbed(
    old: list[tuple[str, str]], new: list[tuple[str, str]]
) -> None:
    previous = first_steps(old)
    steps = after(previous, new)
    there = [step.id for step in steps]
    gone = [identity for step in steps for identity in step.absorbed]
    assert len(set(there)) == len(there) == len(new)
    assert len(set(gone)) == len(gone)
    assert set(there) & set(gone) == set()
    assert {step.split_from for step in steps} - {None} <= {step.id for step in previous}


@settings(deadline=None)
@given(PARTS)
def test_an_unchanged_text_changes_nothing(parts: list[tuple[str, str]]) -> None:
    assert after(first_steps(parts), parts) == first_steps(parts)


def test_every_real_page_keeps_its_ids_when_a_line_is_added_to_each_step(bootcamp) -> None:
    for path, document in bootcamp.items():
        before = match_steps([], derive_steps(document), new_id=ids("s"))
        places = {draft.line for draft in derive_steps(document)}
        lines = [
            f"追記: 詳しくは担当者へ。\n\n{line}" if number in places else line
            for number, line in enumerate(document.text.split("\n"), 1)
        ]
        steps = match_steps(before, derive_steps(parse("\n".join(lines), path=path)), new_id=ids("n"))
        assert [step.id for step in steps] == [step.id for step in before], path
