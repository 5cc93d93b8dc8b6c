/** "Re" as mail programs write it, in the languages of their makers; the number of `Re[2]:` and `Re^3:` follows. */
const replyWords = [
  ['re', 'res', 'rép', 'rif', 'r'],
  [
    'aw',
    'antw',
    'antwort',
    'sv',
    'svar',
    'vs',
    'vl',
    'ref',
    'odp',
    'odg',
    'vá',
    'atb',
    'bls',
    'ynt',
    'yan',
    'hl',
    'ha',
  ],
  ['απ', 'σχετ', 'отв', 'ответ', 'на', 'תגובה', 'השב', 'رد', '回复', '回覆', '答复', '答覆', '返信', '답장', '회신'],
].flat()

const replyPrefix = new RegExp(`^(?:${replyWords.join('|')})\\s*(?:[[(^*]\\s*\\d{1,3}\\s*[\\])]?)?\\s*[:：]\\s*`, 'iu')
/** what a list puts before the subject; `[PATCH 1/2]` goes with it, which only brings a series together */
const listTag = /^\[[^\]]{1,60}\]\s*(?=\S)/

export interface BareSubject {
  /** what it is about, for comparing: lower case, no prefixes, one space between words */
  readonly text: string
  readonly isReply: boolean
}

/** A forward is no reply: its prefix stays a part of the subject. */
export function bareSubject(subject: string): BareSubject {
  let rest = subject.slice(0, 1000).replace(/\s+/g, ' ').trim()
  let isReply = false
  for (let before = ''; before !== rest; ) {
    before = rest
    rest = rest.replace(listTag, '')
    const shorter = rest.replace(replyPrefix, '')
    isReply ||= shorter !== rest
    rest = shorter
  }
  return { text: rest.toLowerCase(), isReply }
}
