"""Words that join others and are asked for by nobody. Queries alone leave them out: texts are indexed with them, and
what stands together as it was typed, with them, comes first.
"""


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# What joins Japanese words.
PARTICLES = _set("""
の を に は が で と へ も や か から まで より など だけ しか ほど ばかり って とか ので のに けど
ながら たり たら ば なら ね よ な ごと ごとに ずつ について における において による によって として とは には では への
との での にも でも という といった ための ために ように ような
""")
# What verbs and sentences end in, forms of address, and words that point.
ENDINGS = _set("""
する した して します しました しない しなかった しません すれば しよう しましょう したい したく
せず しており している していた しています してる しておく してみる してください される された
されて され されない されません されます されている させる できる できた できて できない できません
できなかった できれば できます できず したら したり しても
しまった しまう しまって しまい です でした だ だった である であれば ます ました ません
ませんでした でき なんて ない なかった なく なくて なる なった なって なり なります ならない
なりません いる いた いて いない います いません ている ていた ておく てみる てから て た ても ある
あった あって あり あります ありません ください ほしい たい たく たいです とき こと もの ため よう ほう
どう どうすれば どうやって どのように なぜ いい よい いいですか やすい にくい これ それ あれ この
その あの ここ そこ どこ なに いつ だれ さん くん ちゃん さま れる られる れた られた れない
られない れて られて いう
""")
# These part words after a single kanji too (行だけ), where others may be how it goes on (待って).
WHOLE = _set("から まで より など だけ しか ほど ばかり ので のに けど ごと ごとに ずつ")
# Between kanji and alone they belong to a word: 見た目, 建て替え.
INSIDE = _set("て た ば たり")
# The particles that stand between two nouns.
JOINING = _set("の を に は が で と へ も や から まで より との への での には では")
ENGLISH = _set("""
a am an and are as at be by can could did do does for from had has have how i in into is it its me my
not of on or our please s should so t that the their there these this to want was we what when where
which while who why will with would you your
""")
# Nouns that say how one asks, not what about: they raise what has them, and are asked of nothing.
ASKING = _set("""
方法 解決方法 対処方法 解決法 対処法 解決策 対策 手順 理由 原因 意味 何 初めて 誰 必要 場合 注意点 仕方
自分 一人 最初 途中 特定 中 先 前 後 時 話 人
difference differences between happen happens way ways need know tell explain best
""")
# What a question in English begins with.
QUESTIONS = _set("how what why when where which who can could do does is are should")
# What follows a name: of people, and of what they are.
TITLES = _set("本部長 部長 次長 課長 係長 室長 社長 主任 先生 先輩 様 氏 君 殿")
TITLES_IN_KANA = _set("さん さま くん ちゃん せんせい せんぱい")
