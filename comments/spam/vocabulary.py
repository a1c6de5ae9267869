"""Words that spam needs to do its work, in the languages that most of it is written in."""

import re

# What it wants: that the reader goes somewhere that belongs to the writer.
GO = (
    r"check(?:ing|ed)?(?:\s+\w+){0,2}\s+out|check|visit|subscribe|sub|follow|watch|listen|click|see|"
    r"go\s+(?:to|on)|"
    r"look\s+at|take\s+a\s+look|join|download|buy|order|shop|like|share|support|vote|donate|contact|"
    r"besuch\w*|klick\w*|abonnier\w*|schau\w*|visitez|cliquez|abonne\w*|regardez|d[ée]couvrez|"
    r"visita\w*|haz\s+clic|suscr[ií]b\w*|clique|inscreva\w*|clicca|iscriviti|bezoek|klik\w*|odwied[źz]\w*|"
    r"посети\w*|подпи\w*|перейди\w*|заходи\w*|жми\w*|t[ıi]klay\w*|ziyaret"
)
MINE = (
    r"my|our|me|us|mine|mein\w*|unser\w*|mon|ma|mes|notre|nos|mi|mis|nuestr\w+|meu|minha|nossa?|mio|mia|"
    r"nostr\w+|mijn|onze|m[oó]j\w*|nasz\w*|мо[йяеию]\w*|наш\w*"
)
PLACE = (
    r"channels?|chanels?|chann?el|site|web\s?sites?|page|blog|videos?|vids?|covers?|music|songs?|"
    r"mixtapes?|tracks?|remix\w*|playlist|"
    r"profile|shop|store|offers?|service|group|kanal\w*|seite|cha[iî]ne|p[áa]gina|canal|sitio|strona|"
    r"stron[ęey]|канал\w*|сайт\w*|страниц\w*|sitemiz\w*"
)
ASKS_TO_VISIT = re.compile(
    rf"\b(?:{GO})\b(?:\W+\w+){{0,5}}?\W+(?:{MINE})\b(?:\W+\w+){{0,4}}?\W+(?:{PLACE})\b"
    rf"|\b(?:{GO})\b(?:\W+\w+){{0,2}}?\W+(?:{MINE})\b(?!\s+(?:mind|life|favou?rite|opinion))"
    rf"|\b(?:subscribe|follow|abonnier\w*|suscr[ií]b\w*|подпи\w*)\b.{{0,20}}\bback\b"
    r"|\bclick\s+(?:here|this|the\s+link)|\bcheck\s+(?:this|it|them)\s+out|\blink\s+in\s+(?:bio|my|the)",
    re.IGNORECASE,
)
TALKS_OF_ONESELF = re.compile(
    rf"\b(?:{MINE})\s+(?:\w+\s+){{0,3}}(?:channels?|chanels?|web\s?sites?|blog|youtube|mixtapes?|covers?|"
    rf"twitter|instagram|facebook|kanal\w*|"
    r"cha[iî]ne|canal|sitio|канал\w*|сайт\w*)\b"
    r"|\bi(?:['’]?m|\s+am)\s+(?:an?\s+|the\s+)?(?:\w+\s+){0,3}(?:rapper|artist|singer|producer|musician|"
    r"band|"
    r"agent|consultant|lender|trader|hacker)\b",
    re.IGNORECASE,
)
BEGS = re.compile(
    r"\b(?:please|plz|pls|plzz+|bitte|svp|por\s+favor|пожалуйста)\W+(?:\w+\W+){0,3}(?:check|visit|"
    r"subscribe|sub|follow|watch|"
    r"listen|click|like|share|support|vote|donate|help|give|take|look|view|read)\b|\bgive\s+(?:it|me|us|"
    r"them|my|our|this)\s+"
    r"(?:\w+\s+){0,3}(?:a\s+)?(?:chance|try|shot|listen|look|like|thumbs?)",
    re.IGNORECASE,
)
BAITS = re.compile(
    r"\b(?:like|share|upvote|subscribe|thumbs?\s+up)\b(?:\W+(?:this|my|the)(?:\s+(?:comment|post))?)?\W+(?:if|when|for)\b|"
    r"\b(?:like|follow|share)\s+(?:this|my)\s+(?:comment|post)\b|\b(?:follow|like|sub)\s?(?:4|for)\s?(?:follow|like|sub)\b|"
    r"\bsubscribe\s+(?:now|today|and|pl[sz])|\bhit\s+me\s+up\b|\b(?:teile|teilt|partage[zr]?|comparte)\b.{0,20}\b(?:wenn|si)\b",
    re.IGNORECASE,
)
MONEY = re.compile(
    r"[$€£₽¥]\s?\d[\d,.]*|\b\d[\d,.]*\s?(?:[$€£₽¥]|usd|eur|dollars?|euros?|btc|usdt|руб\w*)\b|\b(?:earn|"
    r"make|win|verdien\w*|gagne[rz]|gana\w*|"
    r"guadagna\w*|ganh\w+|zarab\w+|zarobi\w*|заработ\w*)\b(?:\W+\w+){0,3}\W+(?:money|cash|online|income|"
    r"geld|argent|"
    r"dinero|soldi|dinheiro|денег|деньги|pieni\w+)\b|\bwork(?:ing)?\s+(?:from|at)\s+home\b|"
    r"\bfree\s+(?:gift|money|spins?|bonus|iphone|robux|coins?|followers)",
    re.IGNORECASE,
)
CONTACT = re.compile(
    r"\b(?:whats\s?app|telegram|viber|wechat|skype|t\.me|wa\.me)\b|"
    r"(?<![\w/.-])\+?\d[\d ().-]{7,18}\d(?![\w.])|"
    r"[\w.+-]{1,64}\s?(?:@|\(at\)|\[at\])\s?[\w-]{1,63}\.[a-z]{2,24}\b",
    re.IGNORECASE,
)
PRAISE = re.compile(
    r"\b(?:nice|great|good|awesome|excellent|amazing|wonderful|fantastic|helpful|informative|useful|"
    r"valuable|"
    r"interesting|brilliant|superb|impressive)\s+(?:and\s+\w+\s+)?(?:post|article|blog|site|website|"
    r"web\s?page|write-?up|"
    r"content|stuff|piece|read|job|work|info\w*|share|sharing)\b|"
    r"\bthanks?(?:\s+you)?\s+for\s+(?:\w+\s+)?(?:sharing|posting|the\s+(?:info\w*|auspicious))|"
    r"\bkeep\s+(?:it\s+up|up\s+the|posting|writing)|\bi\s+(?:really\s+)?(?:enjoyed|love[d]?|"
    r"like[d]?)\s+(?:reading\s+)?(?:this|your)\s+"
    r"(?:post|article|blog|site|website)|\bbookmark(?:ed|ing)?\b|\b(?:toller|guter)\s+(?:artikel|beitrag)|"
    r"\b(?:excelente|buen)\s+(?:art[ií]culo|post|blog)|\b(?:super|tr[eè]s\s+bon)\s+(?:article|billet)|"
    r"(?:отличн|хорош|интересн)\w+\s+(?:стать|сайт|пост)\w*",
    re.IGNORECASE,
)
TOPICS = {
    "gambling": r"casinos?|kasino\w*|казино|poker|slots?\s+(?:online|machine|game)\w*|online\s+slots?|"
    r"jackpots?|betting|"
    r"sportsbook|bookmaker\w*|roulette|baccarat|gacor|judi|togel|bandar|free\s?spins?|ставк\w+|"
    r"букмекер\w*|bahis|"
    r"apuestas|wettanbieter|sportwetten|scommesse|zak[łl]ad\w+\s+bukmacher\w+|no\s+deposit",
    "pills": r"viagra|cialis|levitra|sildenafil|tadalafil|tramadol|xanax|pharmacy|apotheke|farmacia|"
    r"pharmacie|аптек\w*|"
    r"виагр\w*|prescription|pills?|tabletten|weight\s?loss|lose\s+weight|abnehmen|perdre\s+du\s+poids|"
    r"adelgazar|"
    r"похуде\w*|keto|cbd|gummies|steroids?|potenz\w*|erectile|herbal|supplements?|testosterone|"
    r"male\s+enhancement",
    "money": r"bitcoins?|btc|crypto\w*|krypto\w*|крипт\w*|биткоин\w*|forex|binary\s+options?|"
    r"invest(?:ment|ors?|ieren|ir|ing|ition\w*)?|"
    r"инвест\w*|passive\s+income|loans?|lender|kredit\w*|кредит\w*|займ\w*|pr[ée]t\s+(?:entre|rapide|"
    r"personnel)|pr[ée]stamos?|empr[ée]stimo\w*|"
    r"prestit[oi]|po[żz]yczk\w+|chwil[óo]wk\w+|payday|airdrop|wallet\s+recovery|profits?|roi|trading|"
    r"trader|payouts?|cash\s?back",
    "search engines": r"seo|backlinks?|link\s?building|guest\s+posts?|page\s?rank|domain\s+authority|"
    r"rank(?:ing|ings)?\s+(?:higher|on\s+google|in\s+google)|"
    r"first\s+page\s+of\s+google|web\s+traffic|more\s+traffic|organic\s+traffic|followers|продвижени\w+|"
    r"раскрутк\w+|"
    r"suchmaschinenoptimierung|r[ée]f[ée]rencement|posicionamiento|pozycjonowani\w+|leads",
    "dating": r"escorts?|xxx|porn\w*|порно\w*|sex\w*|hot\s+(?:girls?|singles|women)|webcams?|dating|"
    r"nudes?|onlyfans|секс\w*|"
    r"знакомств\w*|sexe|singles\s+in|rencontres?|chicas|donne\s+single|partnersuche",
    "paid papers": r"essay\w*|dissertation\s+(?:help|writing|service)\w*|assignment\s+help|"
    r"homework\s+help|thesis\s+writing|"
    r"buy\s+(?:\w+\s+)?(?:degree|diploma|passport|license|licence|certificate)\w*|дипломы?|"
    r"driver'?s?\s+licen[sc]e|passports?|ghostwriter|hausarbeit\w*",
    "fakes": r"replicas?|cheap\w*|discounts?|outlet|wholesale|for\s+sale|best\s+prices?|"
    r"lowest\s+price\w*|coupons?|promo\s*codes?|"
    r"sale|% off|g[üu]nstig\w*|billig\w*|pas\s+cher|barat[oa]s?|economic[oi]|tani\w*|дешев\w*|недорого|"
    r"скидк\w*|купить|kaufen|bestellen|acheter|"
    r"comprar|acquista\w*|kupi[ćc]|sat[ıi]n\s+al|ucuz|handbags?|free\s+shipping|livraison|"
    r"env[íi]o\s+gratis|spedizione",
    "miracles": r"spell\s?(?:caster|casting)?|love\s+spell\w*|hire\s+a\s+hacker|hacker|hacked\s+my|"
    r"recover\w*\s+(?:my|your|lost|stolen)|illuminati|"
    r"herpes|psychic|fortune|testimony|doctor\s+\w+|get\s+my\s+ex|ex\s+back|voyant\w*|marabout|медиум\w*|"
    r"vidente|brujo|hellseher\w*",
    "trades": r"plumb\w+|locksmith\w*|roofing|movers|moving\s+company|cleaning\s+services?|"
    r"pest\s+control|packers|"
    r"schl[üu]sseldienst|umzug\w*|entr[üu]mpelung\w*|serrurier|d[ée]m[ée]nagement|d[ée]pannage|"
    r"cerrajer\w*|mudanza\w*|эвакуатор|ремонт\w*|"
    r"окна|натяжн\w+|грузоперевоз\w*|call\s+(?:us|now|today)|our\s+(?:company|services?|team)|agency|"
    r"professional\s+services?|"
    r"free\s+(?:quote|estimate|consultation|trial)|affordable|24/7|limited\s+(?:time|offer)|act\s+now|"
    r"guaranteed?|100\s?%",
}
TOPIC = {name: re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE) for name, pattern in TOPICS.items()}
