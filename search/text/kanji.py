"""Old and variant forms of kanji as today's, mostly of names: 髙橋 and 高橋, 渡邊, 渡邉 and 渡辺 find each other.

Pairs are written "variants=today's". Only forms of one and the same character and those that people mix up in names;
characters that mean something else today (弁, 芸, 欠, 糸) are left alone.
"""

PAIRS = """
髙=高 﨑碕嵜=崎 邊邉=辺 齋齊斉=斎 澤=沢 濱濵=浜 廣=広 櫻=桜 國=国 嶋嶌=島 冨=富 眞=真 德=徳 龍=竜 瀧=滝 惠=恵 應=応
藏=蔵 榮=栄 會=会 學=学 變=変 圓=円 與=与 經=経 總=総 實=実 條=条 淺=浅 萬=万 豐=豊 鐵=鉄 關=関 靜=静 曉=暁 壽=寿
彌=弥 禮=礼 來=来 兒=児 單=単 團=団 圖=図 壯=壮 將=将 專=専 對=対 屬=属 廳=庁 彈=弾 從=従 戰=戦 擴=拡 數=数 斷=断
晝=昼 樂=楽 樣=様 權=権 歸=帰 殘=残 氣=気 沒=没 澁=渋 濟=済 燒=焼 爭=争 獨=独 畫=画 當=当 發=発 盡=尽 礒=磯 祕=秘
稱=称 穗=穂 筱=篠 絲=糸 繪=絵 繼=継 續=続 聲=声 聽=聴 舊=旧 莊=荘 處=処 號=号 觀=観 覺=覚 譯=訳 讀=読 豫=予 賣=売 轉=転
辭=辞 遙=遥 邨=村 醫=医 釋=釈 鷗=鴎 麥=麦 黃=黄 黑=黒 點=点 齡=齢 槇=槙 埜=野 桒=桑 𠮷=吉 凜=凛
"""
TODAY: dict[int, int] = {
    ord(variant): ord(pair.partition("=")[2])
    for pair in PAIRS.split()
    for variant in pair.partition("=")[0]
    if variant != pair.partition("=")[2]
}
"""Code point → code point, for `str.translate`."""
