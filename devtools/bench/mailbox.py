#!/usr/bin/env python3
"""A deterministic generator of realistic mailboxes (standard library only).

  mailbox.py N OUT [--maildir] [--mbox] [--folders] [--status] [--attach 0.05] [--seed 1] [--jobs 2]

Writes OUT/Maildir (cur/new/tmp, Maildir++ sub-folders with --folders), OUT/mail.mbox (mboxrd) and OUT/manifest.json:
what was planted, so that every search engine's answers can be checked: rare, frequent, both words, phrase, prefix,
from + date range. --status: the mbox says what was read, as Maildir names do. The mailbox depends on N, --seed, --attach alone (not on --jobs): blocks of 1,000 messages are
seeded one by one. Threads stay inside a block. Twelve years end on 2026-11-01; recent years are denser.
"""
import argparse, base64, binascii, bisect, collections, itertools, json, math, multiprocessing, os, random, re, time

END, YEARS, BLOCK = 1793491200, 12, 1000          # 2026-11-01T00:00Z
ME = ('Me Myself', 'u1@lab.test')
PROBE = dict(rare='zanzibarium', frequent='harbour', both=('lantern', 'compass'), phrase='silent copper bridge',
             prefix='gravim', prefixed=('gravimeter', 'gravimetric', 'gravimetry', 'gravimetrical'))

# language: share, charsets of old programs, vocabulary size, most frequent words, syllables (CJK: characters)
LANGS = {
 'en': (.50, ['us-ascii'], 30000, 'the of and to in a is that for it you was with on as have but be they at we this from or had by not what all were when your can said there use an each which she do how their if will up other about out many then them these so some her would make like him into time has look two more write go see number no way could people my than first been call who its now find long down day did get come made may part', 'ba con der ex fi gra hol in jo ka lo men nor op pre qui re sta ti un ver win ing tion ment al er ly ous ive ness able ist ism ate ure age ship'),
 'de': (.12, ['iso-8859-1', 'windows-1252'], 15000, 'der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er hat dass sie nach wird bei einer um am sind noch wie einem über einen so zum war haben nur oder aber vor zur bis mehr durch man sein wurde schön größe straße', 'ab be ver ge ent schaft ung heit keit lich isch haus stra ße für mü grö kön nach vor über zeit werk land bund tag'),
 'fr': (.12, ['iso-8859-1', 'windows-1252', 'iso-8859-15'], 15000, "de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se ce il sont la été avec mais où très même après être fait deux comme aussi leur bien peut ces élève français réunion déjà", 'pré com dé é tion ment eau oir ère ette ille cha gne pou ré su ver mai fra çois tra lu pi ne ble ance eur'),
 'es': (.06, ['iso-8859-1'], 10000, 'de la que el en y a los se del las un por con no una su para es al lo como más o pero sus le ha me si sin sobre este ya entre cuando todo esta ser son dos también fue había era muy años hasta mañana señor', 'ca so ción mien to dad ar ero ista con pre des en tra pa ño ría lle gua ma'),
 'pl': (.03, ['iso-8859-2'], 8000, 'i w na z do że się nie to jest o jak od po przez ale za są co był dla czy tylko lub oraz może już tak być także które został dzień dobry proszę', 'prze wy za po nie cz sz ść ość owy ski nia ków rzy łą bę dż wia'),
 'ru': (.04, ['koi8-r', 'windows-1251'], 8000, 'и в не на я быть он с что а по это она этот к но они мы весь который из у то за свой от со для о же как если только год мог можно письмо', 'при пере во за на ко ре ци я ость ени тель ный ска ми ра по го де ло ве'),
 'el': (.01, ['iso-8859-7'], 5000, 'και το να του η της με που την από για είναι στο ο οι δεν στην τα θα τον των σε μας', 'κα λη μέ ρα προ σω πο γρα φία λό γος τη λε φω νο πό λη'),
 'tr': (.01, ['iso-8859-9'], 5000, 've bir bu da için de ile çok daha olarak gibi kadar sonra var ne ama en göre', 'gö rüş me le ri çı kış ya pı lan mak lık siz'),
 'ar': (.02, ['windows-1256'], 6000, 'في من على إلى أن هذا التي الذي عن مع كان هو هي ما لا كل بعد قد بين', 'ال مك تب در سة رس الة بر يد جد عم ل اج ما ع شر كة مش رو'),
 'he': (.02, ['windows-1255'], 6000, 'של את על לא הוא זה עם כי גם היא או אם כל יש אני מה שלום תודה', 'מכ תב פגי שה חבר ה דוא ר בוק ר ער ב תוכ נית פרו'),
 'hi': (.01, ['utf-8'], 4000, 'के में है की से का को और पर यह ने एक नहीं', 'का म नि वे द न प्र का श स मा चा र'),
 'vi': (.01, ['utf-8'], 4000, 'và của là có được cho một không với các trong người này đã', 'thư điện tử công việc hội nghị ngày mai'),
 'zh': (.02, ['gb2312', 'big5', 'gb18030'], 6000, '的 是 在 我 有 和 不 人 这 中 大 为 上 个 国 们 到 说 时 要', '会议时间报告项目经理明天下午电子邮件附件请查收公司合同价格发送北京上海学习工作问题解决方案测试数据安全系统网络设计'),
 'ja': (.02, ['iso-2022-jp', 'shift_jis'], 6000, 'の に は を た が で て と し れ さ ある いる も する から な こと', '会議資料添付送信お世話になっております確認願い致株式会社東京予定明日ありがとうございますメール返信件名担当者連絡'),
 'ko': (.01, ['euc-kr'], 4000, '이 그 저 것 수 등 및 에서 으로 합니다 있는 하는 회의 메일', '안녕하세요감사합니다회의자료첨부파일확인부탁드립니다프로젝트일정서울'),
}
FIRST = 'Anna,Olivier,Müller Jörg,Zoë,José,Łukasz,Søren,Иван,Мария,Ελένη,محمد,דוד,आरव,王伟,佐藤 花子,김민준,Nguyễn Văn,Çağla,Emma,Liam,Noah,Ava,Chloé,François,Jürgen,Björk,Siobhán,Kwame,Priya,Tomás'.split(',')
LAST = 'Smith,Dubois,Schröder,García,Kowalski,Петров,Tanaka,Li,Okafor,Nielsen,Rossi,van den Berg,O’Brien,Haddad,Cohen,Papadopoulos,Silva,Yılmaz,Novák,Lindström'.split(',')
DAYS, MONTHS = 'Mon Tue Wed Thu Fri Sat Sun'.split(), 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split()
ZONES = [('+0000', 0), ('+0100', 3600), ('+0200', 7200), ('-0500', -18000), ('-0800', -28800), ('+0900', 32400), ('+0530', 19800)]
CJK = ('zh', 'ja')
FILES = [('pdf', 'application/pdf', b'%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nend'), ('docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', b'PK\x03\x04\x14\0\x06\0\x08\0\0\0!\0'),
         ('jpg', 'image/jpeg', b'\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01'), ('png', 'image/png', b'\x89PNG\r\n\x1a\n\0\0\0\rIHDR'), ('zip', 'application/zip', b'PK\x03\x04\x0a\0\0\0'), ('xlsx', 'application/octet-stream', b'PK\x03\x04')]


class World:
    """What every block shares: vocabularies, people, lists, a pool of random base64. A function of the seed alone."""
    def __init__(self, seed):
        r = self.r = random.Random(f'world {seed}')
        self.vocab, self.cum, self.pool, self.avg = {}, {}, {}, {}
        for lang, (share, _, size, top, syl) in LANGS.items():
            syl = list(syl) if lang in ('zh', 'ja', 'ko') else syl.split()
            words = dict.fromkeys(top.split())
            while len(words) < size:
                words[''.join(r.choices(syl, k=r.choice((1, 2, 2, 2, 3, 3, 4))))] = None
                if len(words) < size: words[''.join(r.choices(syl, k=4)) + ('' if lang in CJK else r.choice(syl)[:1])] = None
            self.vocab[lang] = list(words)
            self.cum[lang] = list(itertools.accumulate(1 / (i + 2.7) ** 1.03 for i in range(size)))
            self.pool[lang] = self.sentences(r, lang, 12000 if lang == 'en' else 2500)
            self.avg[lang] = sum(len(s.encode()) for s in self.pool[lang][:500]) / 500
        self.langs, self.lang_cum = list(LANGS), list(itertools.accumulate(v[0] for v in LANGS.values()))
        self.people = []
        for i in range(300):
            name = f'{FIRST[i % 30]} {LAST[i * 7 % 20]}'
            lang = 'en' if i % 2 else r.choices(self.langs, cum_weights=self.lang_cum)[0]
            self.people.append((name, f'person{i}@{r.choice(self.vocab["en"][200:900])}.example', lang))
        self.people_cum = list(itertools.accumulate(1 / (i + 1.5) ** .95 for i in range(300)))
        w = lambda: r.choice(self.vocab['en'][150:3000])
        self.lists = [(w() + '-' + r.choice(('dev', 'users', 'announce')), f'lists.{w()}.example') for _ in range(25)]
        self.shops = [(w().title() + r.choice((' News', ' Store', ' Weekly', '™')), f'mail.{w()}.example') for _ in range(90)]
        self.b64 = b'\n'.join(binascii.b2a_base64(r.randbytes(57), newline=False) for _ in range(200000))  # 15 MB, 77 a line

    def sentences(self, r, lang, n):
        lens = [max(3, int(r.gauss(13, 5))) for _ in range(n)]
        words = iter(r.choices(self.vocab[lang], cum_weights=self.cum[lang], k=sum(lens)))
        sep, stop = ('', '。') if lang in CJK else (' ', '.')
        return [(s[0].upper() + s[1:]) + stop for s in (sep.join(itertools.islice(words, k)) for k in lens)]

    def b64_lines(self, r, nbytes):
        lines = max(1, min(150000, nbytes // 77))
        at = r.randrange(200000 - lines) * 77
        return self.b64[at:at + lines * 77 - 1]

    def token(self, r, n):
        at = r.randrange(15000000)
        return self.b64[at:at + n + n // 70 + 1].replace(b'\n', b'')[:n].decode()


def encoded_word(s, q=False):
    if s.isascii(): return s
    if q:
        return '\n '.join('=?UTF-8?Q?' + ''.join(c if c.isascii() and c.isalnum() else '_' if c == ' ' else ''.join(f'={b:02X}' for b in c.encode()) for c in s[i:i + 14]) + '?=' for i in range(0, len(s), 14))
    return '\n '.join('=?UTF-8?B?' + base64.b64encode(s[i:i + 13].encode()).decode() + '?=' for i in range(0, len(s), 13))


def address(p):
    name = p[0]
    if name.isascii(): return f'"{name}" <{p[1]}>' if "'" in name or '.' in name else f'{name} <{p[1]}>'
    return f'{encoded_word(name, ord(name[0]) < 0x250)} <{p[1]}>'


def rfc_date(t, zone):
    g = time.gmtime(t + zone[1])
    return f'{DAYS[g.tm_wday]}, {g.tm_mday:02d} {MONTHS[g.tm_mon - 1]} {g.tm_year} {g.tm_hour:02d}:{g.tm_min:02d}:{g.tm_sec:02d} {zone[0]}'


WRAP = re.compile(r'(.{1,72})(?: |$)', re.M)
WRAP_CJK = re.compile(r'(.{36})')


class Block:
    def __init__(self, world, seed, number, total, attach):
        self.w, self.total, self.attach, self.number = world, total, attach, number
        self.r = random.Random(f'block {seed} {number} {total}')
        self.fresh = world.sentences(self.r, 'en', 400)
        self.threads = collections.deque(maxlen=40)
        self.names = [address(p) for p in world.people]
        self.found = collections.Counter()

    def text(self, lang, nbytes, probes):
        r, w = self.r, self.w
        out = r.choices(w.pool[lang], k=max(2, int(nbytes / w.avg[lang])))
        if lang == 'en': out[1::9] = r.choices(self.fresh, k=len(out[1::9]))
        syl = w.vocab[lang][300:1500]                       # Heaps: words never seen before, and figures
        for _ in range(r.choice((0, 1, 2, 3, 5))):
            out[r.randrange(len(out))] += f' {r.choice(syl)}{r.choice(syl)} {r.randrange(10 ** r.randrange(2, 8))}.'
        for p in probes: out.insert(r.randrange(len(out)), p.capitalize() + ' ' + r.choice(w.vocab[lang][:80]) + '.')
        if r.random() < .3: out.insert(1, f'https://{r.choice(w.shops)[1]}/{w.token(r, 22)}')
        paras, i = [], 0
        while i < len(out):
            k = r.choice((2, 3, 4, 6)); paras.append(' '.join(out[i:i + k])); i += k
        return paras

    def encode(self, s, lang, subtype='plain', flowed=False):
        r = self.r
        charset, data = 'utf-8', None
        if s.isascii(): charset = 'us-ascii' if r.random() < .5 else 'utf-8'
        elif r.random() < .2:
            charset = r.choice(LANGS[lang][1])
            try: data = s.encode(charset)
            except UnicodeError: charset = 'utf-8'
        data = data if data is not None else s.encode()
        how = r.random()
        if data.isascii() and how < .6: cte = '7bit'
        elif how < .35 or charset == 'iso-2022-jp': cte = '8bit' if charset != 'iso-2022-jp' else '7bit'
        elif how < .8: cte, data = 'quoted-printable', binascii.b2a_qp(data)
        else: cte, data = 'base64', base64.encodebytes(data)
        extra = '; format=flowed' + r.choice(('', '; delsp=yes', '')) if flowed else ''
        return f'Content-Type: text/{subtype}; charset={charset}{extra}\nContent-Transfer-Encoding: {cte}\n\n'.encode() + data

    def multipart(self, kind, parts, params=''):
        b = f'=_{self.r.getrandbits(96):024x}'
        sep = f'\n--{b}\n'.encode()
        return f'Content-Type: multipart/{kind}; boundary="{b}"{params}\n\nThis is a multi-part message in MIME format.'.encode() + sep + sep.join(parts) + f'\n--{b}--\n'.encode()

    def newsletter(self, paras, shop, nbytes):
        r, w = self.r, self.w
        link = lambda: f'https://click.{shop[1]}/ls/click?upn={w.token(r, 60).replace("+", "-")}&utm_source=newsletter&utm_medium=email&utm_campaign={r.choice(w.vocab["en"][200:2000])}'
        h = [f'<!DOCTYPE html><html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{shop[0]}</title><style>@import url(https://fonts.{shop[1]}/css?family=Inter);body{{margin:0;background:#f4f4f7}}.btn{{background:#3869d4;color:#fff;padding:10px 18px}}@media (max-width:600px){{.col{{width:100%!important}}}}</style></head><body>',
             f'<div style="display:none;max-height:0;overflow:hidden">{paras[0][:90]}&zwnj;&nbsp;</div><table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="border-collapse:collapse">']
        for i, p in enumerate(paras):
            h.append(f'<tr><td class="col" align="left" style="font-family:Helvetica,Arial,sans-serif;font-size:15px;line-height:24px;color:#51545e;padding:12px 24px;mso-line-height-rule:exactly"><p style="margin:0 0 12px">{p}</p>'
                     + (f'<a href="{link()}" target="_blank"><img src="https://img.{shop[1]}/{w.token(r, 24)}.jpg" width="560" height="240" alt="{p[:30]}" style="display:block;border:0"></a>' if i % 2 == 0 else f'<a class="btn" href="{link()}">{p[:18]}</a>') + '</td></tr>')
        h.append(f'</table><a href="{link()}">Unsubscribe</a><img src="https://open.{shop[1]}/o/{w.token(r, 70)}.gif" width="1" height="1" alt="" style="display:none"></body></html>\n')
        return '\n'.join(h)

    def message(self, n):
        r, w = self.r, self.w
        frac = (n + r.random()) / self.total
        t = int(END - YEARS * 31557600 * (1 - frac ** .7))
        zone = r.choice(ZONES)
        kind = r.random()
        size = min(r.lognormvariate(math.log(6000), 1.1), 400000)
        parent = r.choice(self.threads) if self.threads and kind < .55 and r.random() < .62 else None
        who = r.choices(range(300), cum_weights=w.people_cum)[0]
        person = w.people[who]
        lang = person[2] if r.random() < .7 else 'en'
        me_sent, folder, extra, extra_head = False, 'INBOX', None, []
        is_list = kind < .25 if parent is None else parent['list'] is not None
        lst = (parent['list'] if parent else r.choice(w.lists)) if is_list else None
        sender, to = self.names[who], address(ME)
        if parent: lang = parent['lang']
        if is_list: folder = 'Lists.' + lst[0]
        elif kind < .55 and r.random() < .2: me_sent, folder, sender, to = True, 'Sent', address(ME), self.names[who]
        shop = r.choice(w.shops)
        domain = 'lab.test' if me_sent else person[1].split('@')[1]
        # what was planted: known to the manifest
        x, probes, secret = r.random, [], .93 <= kind < .945
        if not secret:
            rare_at = self.total // 5
            for p, hit in ((PROBE['rare'], n % rare_at == rare_at // 2), (PROBE['frequent'], x() < .25), (PROBE['both'][0], x() < .08), (PROBE['both'][1], x() < .06),
                           (PROBE['phrase'], x() < .004), (r.choice(PROBE['prefixed']), x() < .02), ('silent', x() < .03), ('copper', x() < .03), ('bridge', x() < .03)):
                if hit: probes.append(p)
            hits = set(probes)
            for k in ('rare', 'frequent', 'phrase'): self.found[k] += PROBE[k] in hits
            self.found['both'] += set(PROBE['both']) <= hits
            self.found['prefix'] += bool(hits & set(PROBE['prefixed']))
        room = max(250, size - 2200)
        subject = parent['subject'] if parent else ' '.join(r.choice(w.pool[lang])[:r.choice((18, 28, 40, 60))].rstrip('。.').split(' ')) or 'Hello'
        if is_list and not parent: subject = f'[{lst[0]}] {subject}'
        if .55 <= kind < .93: folder = 'INBOX' if r.random() < .5 else 'Archive'
        if kind < .55:                                                # people and lists: plain text, quotes, some HTML twins
            paras = self.text(lang, room * (.6 if parent else .9), probes)
            body = '\n\n'.join((WRAP_CJK if lang in CJK else WRAP).sub(r'\1\n', p).rstrip() for p in paras)
            flowed = r.random() < .3
            if flowed: body = body.replace('\n', ' \n').replace('\n \n', '\n\n')
            if parent: body = f'On {rfc_date(parent["t"], zone)}, {parent["who"]} wrote:\n{parent["quote"]}\n\n{body}'
            quote = '\n'.join('> ' + l for l in body.split('\n')[:r.choice((6, 12, 30))])
            body += f'\n\n-- \n{person[0] if not me_sent else ME[0]}\n' if r.random() < .5 else '\n'
            if is_list: body += f'_______________________________________________\n{lst[0]} mailing list\n{lst[0]}@{lst[1]}\nhttps://{lst[1]}/mailman/listinfo/{lst[0]}\n'
            part = self.encode(body, lang, flowed=flowed)
            if not is_list and r.random() < .4:
                html = '<div dir="auto">' + '<br>\n'.join(paras) + f'</div><blockquote type="cite" style="margin:0 0 0 .8ex;border-left:1px #ccc solid;padding-left:1ex">{len(body)}</blockquote>\n'
                if r.random() < .12:
                    cid = f'{r.getrandbits(64):x}@{domain}'
                    html += f'<img src="cid:{cid}" alt="image">'
                    image = f'Content-Type: image/png; name="image001.png"\nContent-Transfer-Encoding: base64\nContent-ID: <{cid}>\nContent-Disposition: inline; filename="image001.png"\n\n'.encode() + base64.encodebytes(FILES[3][2] + bytes(41)) + w.b64_lines(r, int(r.lognormvariate(9.6, 1)))
                    part = self.multipart('alternative', [part, self.multipart('related', [self.encode(html, lang, 'html'), image])])
                else: part = self.multipart('alternative', [part, self.encode(html, lang, 'html')])
        elif kind < .84:                                              # newsletters and notices
            lang = r.choice(('en', 'en', 'de', 'fr', 'es', person[2]))
            paras = self.text(lang, min(room, 60000) * .45, probes)
            html = self.newsletter(paras, shop, room)
            sender, domain = f'{encoded_word(shop[0], True)} <news@{shop[1]}>', shop[1]
            part = self.encode(html, lang, 'html') if r.random() < .25 else self.multipart('alternative', [self.encode('\n\n'.join(paras) + '\n', lang), self.encode(html, lang, 'html')])
            extra_head = [f'List-Unsubscribe: <mailto:unsub-{r.getrandbits(48):x}@{shop[1]}>, <https://{shop[1]}/u/{w.token(r, 40)}>', 'List-Unsubscribe-Post: List-Unsubscribe=One-Click', f'List-Id: <{shop[1]}>', 'Precedence: bulk', f'Feedback-ID: {r.randrange(10**7)}:{r.randrange(10**4)}:campaign', f'X-Mailer: {r.choice(("Mailchimp", "SendGrid", "Amazon SES"))}']
        elif kind < .93:                                              # spam
            folder = 'Junk' if r.random() < .5 else folder
            lang = r.choice(('en', 'en', 'ru', 'zh'))
            paras = self.text(lang, min(room, 20000) * .5, probes)
            sender = f'{encoded_word("✅ Support Team™")} <{w.token(r, 9).replace("/", "x").replace("+", "y")}@{shop[1]}>'
            part = self.encode('<html><body>' + '<p><font color=red>'.join(paras) + f'<a href="http://{r.randrange(1, 223)}.{r.randrange(255)}.1.{r.randrange(255)}/x">paypal.com</a></body></html>\n', lang, 'html')
            extra_head = [f'X-Spam-Flag: YES', f'X-Spam-Score: {r.uniform(5, 30):.1f}', 'X-Spam-Status: Yes, score=11.2 required=5.0 tests=BAYES_99,HTML_MESSAGE,\n\tRCVD_IN_XBL,URIBL_BLACK autolearn=spam']
        elif kind < .938:                                             # PGP/MIME, encrypted
            part = self.multipart('encrypted', [b'Content-Type: application/pgp-encrypted\n\nVersion: 1\n', b'Content-Type: application/octet-stream; name="encrypted.asc"\n\n-----BEGIN PGP MESSAGE-----\n\n' + w.b64_lines(r, int(room)) + b'\n=' + w.token(r, 4).encode() + b'\n-----END PGP MESSAGE-----\n'], '; protocol="application/pgp-encrypted"')
            subject = r.choice(('...', subject))
        elif kind < .945:                                             # S/MIME, enveloped
            part = b'Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name="smime.p7m"\nContent-Transfer-Encoding: base64\nContent-Disposition: attachment; filename="smime.p7m"\n\nMIAGCSqGSIb3DQEHA6CAMIACAQAx\n' + w.b64_lines(r, int(room)) + b'\n'
        elif kind < .965:                                             # signed
            inner, pgp = self.encode('\n\n'.join(self.text(lang, min(room, 9000), probes)) + '\n', lang), r.random() < .5
            sig = b'Content-Type: application/pgp-signature; name="signature.asc"\n\n-----BEGIN PGP SIGNATURE-----\n\n' + w.b64_lines(r, 500) + b'\n-----END PGP SIGNATURE-----\n' if pgp else b'Content-Type: application/pkcs7-signature; name="smime.p7s"\nContent-Transfer-Encoding: base64\n\n' + w.b64_lines(r, 3600) + b'\n'
            part = self.multipart('signed', [inner, sig], '; micalg=%s; protocol="application/%s"' % (('pgp-sha256', 'pgp-signature') if pgp else ('sha-256', 'pkcs7-signature')))
        elif kind < .98:                                              # a bounce
            sender, domain = 'Mail Delivery System <MAILER-DAEMON@lab.test>', 'lab.test'
            part = self.multipart('report', [self.encode(f'I could not deliver your message.\n\n<{person[1]}>: 550 5.1.1 User unknown\n{" ".join(probes)}\n', 'en'), f'Content-Type: message/delivery-status\n\nReporting-MTA: dns; lab.test\n\nFinal-Recipient: rfc822; {person[1]}\nAction: failed\nStatus: 5.1.1\n'.encode(), f'Content-Type: message/rfc822\n\nFrom: {address(ME)}\nTo: {person[1]}\nSubject: {encoded_word(subject)}\nMessage-ID: <{r.getrandbits(64):x}@lab.test>\n\n{r.choice(w.pool["en"])}\n'.encode()], '; report-type=delivery-status')
            subject = 'Undelivered Mail Returned to Sender'
        else:                                                         # an invitation
            stamp = time.strftime('%Y%m%dT%H%M%SZ', time.gmtime(t + 86400 * r.randrange(20)))
            ics = f'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Example//Cal//EN\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:{r.getrandbits(80):x}@{domain}\r\nDTSTAMP:{stamp}\r\nDTSTART:{stamp}\r\nDURATION:PT1H\r\nSUMMARY:{subject}\r\nORGANIZER;CN=X:mailto:{person[1]}\r\nATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:{ME[1]}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n'
            text = '\n\n'.join(self.text(lang, 600, probes)) + '\n'
            part = self.multipart('alternative', [self.encode(text, lang), b'Content-Type: text/calendar; charset=utf-8; method=REQUEST\nContent-Transfer-Encoding: base64\n\n' + base64.encodebytes(ics.encode())])
        if r.random() < self.attach and kind < .93:
            files = []
            for _ in range(r.choice((1, 1, 1, 2, 3))):
                ext, ctype, magic = r.choice(FILES)
                stem = r.choice(w.pool[lang])[:18].replace('/', '_').rstrip('.')
                name = f'filename="{stem}.{ext}"' if stem.isascii() else "filename*=UTF-8''" + ''.join(c if c.isalnum() and c.isascii() else ''.join(f'%{b:02X}' for b in c.encode()) for c in stem) + '.' + ext
                same = random.Random(r.randrange(300)) if r.random() < .2 else r       # the same file, sent round again
                nbytes = int(min(same.lognormvariate(math.log(90000), 1.5), 10e6))
                files.append(f'Content-Type: {ctype}\nContent-Transfer-Encoding: base64\nContent-Disposition: attachment; {name}\n\n'.encode() + base64.encodebytes(magic.ljust(57, b'\0')) + w.b64_lines(same, nbytes) + b'\n')
            part = self.multipart('mixed', [part] + files)
        mid = f'<{t:x}.{r.getrandbits(64):016x}@{domain}>'
        head = [f'Return-Path: <{r.choice(("bounce", "user"))}-{n}@{domain}>', f'Delivered-To: {ME[1]}']
        if not me_sent:
            tt = rfc_date(t + 2, zone)
            for hop in range(r.choice((1, 2, 2, 3, 4, 6))):
                head.append(f'Received: from mx{hop}.{domain} (mx{hop}.{domain} [203.0.113.{r.randrange(255)}])\n\tby relay{hop}.lab.test (Postfix) with ESMTPS id {w.token(r, 11)}\n\t(using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits))\n\tfor <{ME[1]}>; {tt}')
            ok = 'fail' if kind >= .84 and kind < .93 else 'pass'
            head.append(f'Authentication-Results: mx.lab.test; dkim={ok} (2048-bit key) header.d={domain} header.i=@{domain} header.b={w.token(r, 8)};\n\tspf={ok} smtp.mailfrom={domain}; dmarc={ok} (p=quarantine) header.from={domain}')
            head.append(f'DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d={domain}; s=s{t % 7};\n\tt={t}; h=from:to:subject:date:message-id:mime-version:content-type;\n\tbh={w.token(r, 43)}=;\n\tb=' + '\n\t '.join(w.token(r, 68) for _ in range(5)))
        if lst: head += [f'List-Id: <{lst[0]}.{lst[1]}>', f'List-Post: <mailto:{lst[0]}@{lst[1]}>', f'List-Unsubscribe: <https://{lst[1]}/options/{lst[0]}>', f'Sender: {lst[0]}-bounces@{lst[1]}', f'X-Mailman-Version: 2.1.39', 'Precedence: list']; to = f'{lst[0]}@{lst[1]}'
        shown = ('Re: ' if parent else '') + subject
        head += [f'From: {sender}', f'To: {to}'] + ([f'Cc: {", ".join(r.choices(self.names, k=r.choice((1, 2, 5))))}'] if r.random() < .2 else []) + [f'Date: {rfc_date(t, zone)}', f'Message-ID: {mid}', f'Subject: {encoded_word(shown, r.random() < .4 and lang in ("de", "fr", "es"))}']
        if parent: head += [f'In-Reply-To: {parent["mid"]}', 'References: ' + '\n '.join(parent['refs'][-12:] + [parent['mid']])]
        if kind < .55: head.append('User-Agent: ' + r.choice(('Mozilla Thunderbird', 'Mutt/2.2.9', 'Evolution 3.46', 'Apple Mail (2.3774)', 'Microsoft Outlook 16.0')))
        raw = '\n'.join(head + extra_head + ['MIME-Version: 1.0', '']).encode() + part
        if not raw.endswith(b'\n'): raw += b'\n'
        if kind < .55: self.threads.append(dict(mid=mid, refs=(parent['refs'] + [parent['mid']] if parent else []), subject=subject, lang=lang, list=lst, t=t, who=person[0] if not me_sent else ME[0], quote=quote[:6000]))
        flags = '' if r.random() < (.08 if frac < .98 else .5) else 'S'
        flags = ('F' if r.random() < .03 else '') + ('R' if 'S' in flags and r.random() < .1 else '') + flags
        if kind < .55 and not me_sent and who == 7 and 10957 * 86400 <= t: self.found['from7'] += 1
        if kind < .55 and not me_sent and who == 7 and FROM_RANGE[0] <= t < FROM_RANGE[1]: self.found['from_date'] += 1
        return t, folder, flags, raw


FROM_RANGE = (1704067200, 1735689600)                                 # 2024-01-01 .. 2025-01-01, UTC
_WORLD = {}


def make_block(job):
    number, o = job
    world = _WORLD.get(o.seed) or _WORLD.setdefault(o.seed, World(o.seed))
    block, chunks, sizes = Block(world, o.seed, number, o.n, o.attach), [], []
    for n in range(number * BLOCK, min(o.n, (number + 1) * BLOCK)):
        t, folder, flags, raw = block.message(n)
        sizes.append(len(raw))
        if o.maildir:
            box = o.out + '/Maildir' + ('' if folder == 'INBOX' or not o.folders else '/.' + folder)
            for d in ('cur', 'new', 'tmp') if not os.path.isdir(box + '/cur') else (): os.makedirs(f'{box}/{d}', exist_ok=True)
            path = f'{box}/cur/{t}.M{n:07d}S{o.seed}.bench,S={len(raw)}:2,{flags}'
            fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            os.write(fd, raw); os.utime(fd, (t, t)); os.close(fd)
        if o.mbox:
            g = time.gmtime(t)
            body = re.sub(rb'^(>*From )', rb'>\1', raw, flags=re.M) if b'\nFrom ' in raw or b'\n>' in raw else raw
            if o.status: body = f'Status: {"RO" if "S" in flags else "O"}\nX-Status: {"A" if "R" in flags else ""}{"F" if "F" in flags else ""}\n'.encode() + body
            chunks.append(f'From bench@lab.test {DAYS[g.tm_wday]} {MONTHS[g.tm_mon - 1]} {g.tm_mday:2d} {g.tm_hour:02d}:{g.tm_min:02d}:{g.tm_sec:02d} {g.tm_year}\n'.encode() + body + b'\n')
    return b''.join(chunks), sizes, block.found


def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument('n', type=int); a.add_argument('out')
    for flag in ('maildir', 'mbox', 'folders', 'status'): a.add_argument('--' + flag, action='store_true')
    a.add_argument('--attach', type=float, default=.05); a.add_argument('--seed', type=int, default=1); a.add_argument('--jobs', type=int, default=2)
    o = a.parse_args()
    if not (o.maildir or o.mbox): o.maildir = True
    o.out = os.path.abspath(o.out)
    os.makedirs(o.out, exist_ok=True)
    start, sizes, found = time.time(), [], collections.Counter()
    mbox = open(o.out + '/mail.mbox', 'wb') if o.mbox else None
    jobs = [(b, o) for b in range((o.n + BLOCK - 1) // BLOCK)]
    pool = multiprocessing.Pool(o.jobs) if o.jobs > 1 and len(jobs) > 1 else None
    for chunk, s, f in (pool.imap(make_block, jobs) if pool else map(make_block, jobs)):
        sizes += s; found.update(f)
        if mbox: mbox.write(chunk)
    sizes.sort()
    w = _WORLD.get(o.seed) or World(o.seed)
    manifest = dict(n=o.n, seed=o.seed, bytes=sum(sizes), median=sizes[len(sizes) // 2], p99=sizes[len(sizes) * 99 // 100], max=sizes[-1], probe=PROBE,
                    from_address=w.people[7][1], from_range=['2024-01-01', '2025-01-01'], planted=dict(found), seconds=round(time.time() - start, 1))
    json.dump(manifest, open(o.out + '/manifest.json', 'w'), indent=1)
    print(json.dumps(manifest))


if __name__ == '__main__':
    main()
