import type { Message } from '../defs/index.ts'
import type { Hash } from '../ports.ts'
import { threadLimits } from './limits.ts'
import { bareSubject } from './subject.ts'

/** What threading looks at. */
export type ThreadedMail = Pick<
  Message,
  'id' | 'messageId' | 'inReplyTo' | 'references' | 'subject' | 'listId' | 'participants' | 'sortMs'
>

export interface MailRefs {
  /** the message belongs to the thread of each of these, and they to its */
  readonly firm: readonly string[]
  /** id of the thread, should it be the first of one */
  readonly newThreadId: string
  readonly subject: SubjectRefs
}

/** Refs of the subject rule (see `subjectRefs`); empty lists where it does not apply. */
export interface SubjectRefs {
  /** for a reply: what it is found by; for an original: nothing */
  readonly register: readonly string[]
  /** whose threads it joins */
  readonly join: readonly string[]
  /** for an original: slots of which it takes the first that is free, and what it joins if there is one */
  readonly slots: readonly { readonly slots: readonly string[]; readonly join: readonly string[] }[]
}

/** 80 bits: no two of a billion ids meet by chance, and an index of millions of refs stays small. */
const refChars = 20

const noSubjectRefs: SubjectRefs = { register: [], join: [], slots: [] }

export function mailRefs(mail: ThreadedMail, hash: Hash): MailRefs {
  const ref = (text: string): string => hash(text).slice(0, refChars)
  const own = usable(mail.messageId ?? '') ? [mail.messageId ?? ''] : []
  const mentioned = keepEnds([...mail.references, ...mail.inReplyTo].filter(usable))
  const first = mentioned[0] ?? own[0]
  return {
    firm: [...new Set([...own, ...mentioned])].map((id) => ref(`id:${id}`)),
    newThreadId: ref(first === undefined ? `message:${mail.id}` : `id:${first}`),
    subject: mentioned.length > 0 ? noSubjectRefs : subjectRefs(mail, ref),
  }
}

const weekMs = 7 * 86_400_000

/**
 * The last resort, for replies from programs that write neither References nor In-Reply-To. A reply (by its prefix) and
 * an original (no prefix, no references) belong together when they have the same subject, were exchanged between the
 * same two people (or on the same list), and the reply came in the original's week or the one after; replies also find
 * each other, a week apart at most. Nothing else is ever joined by subject: two originals never are, so that the monthly
 * "Invoice" stays twelve threads.
 *
 * Whether two messages belong together depends on these two alone, never on what came first. For that, an original
 * registers in a slot of its own (key, week, n) and looks for replies; a reply registers by (key, week) and looks into
 * all slots. More originals in one week than there are slots (a machine's reports) are not joined by subject.
 */
function subjectRefs(mail: ThreadedMail, ref: (text: string) => string): SubjectRefs {
  const { text, isReply } = bareSubject(mail.subject)
  if (text.length < threadLimits.subjectChars) return noSubjectRefs
  const week = Math.floor(mail.sortMs / weekMs)
  const keys = pairKeys(mail).map((key) => `${key}\n${text}`)
  const reply = (key: string, at: number): string => ref(`reply:${at}:${key}`)
  const slots = (key: string, at: number): string[] =>
    Array.from({ length: threadLimits.originalsAWeek }, (_, n) => ref(`original:${at}:${n}:${key}`))
  if (isReply) {
    return {
      register: keys.map((key) => reply(key, week)),
      join: keys.flatMap((key) => [
        ...[week - 1, week, week + 1].map((at) => reply(key, at)),
        ...slots(key, week),
        ...slots(key, week - 1),
      ]),
      slots: [],
    }
  }
  return {
    ...noSubjectRefs,
    slots: keys.map((key) => ({ slots: slots(key, week), join: [reply(key, week), reply(key, week + 1)] })),
  }
}

/** The list, or each pair of sender and recipient without regard to who of the two wrote. */
function pairKeys({ listId, participants }: ThreadedMail): string[] {
  if (listId !== null) return [`list:${listId}`]
  const from = participants.find(({ type }) => type === 'from')?.address.toLowerCase() ?? ''
  if (from === '') return []
  const others = participants.filter(({ type }) => type === 'to' || type === 'cc')
  const pairs = others
    .slice(0, threadLimits.pairs)
    .map(({ address }) => `pair:${[from, address.toLowerCase()].sort().join('\n')}`)
  return [...new Set(pairs)]
}

const usable = (id: string): boolean =>
  id.length >= 3 && id.length <= threadLimits.identifierChars && /[^\s<>@."'-]/.test(id)

function keepEnds(ids: string[]): string[] {
  const half = threadLimits.references / 2
  return ids.length <= threadLimits.references ? ids : [...ids.slice(0, half), ...ids.slice(-half)]
}
