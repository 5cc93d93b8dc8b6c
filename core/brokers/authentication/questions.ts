import type { HeardAnswer, NameType } from '../../ports.ts'
import { authenticationLimits as limits } from './limits.ts'

export type Ask = (name: string, type: NameType) => Promise<HeardAnswer>

/** Why the DNS did not help; the codes are those of the library's resolver errors. */
export type Trouble = 'no-answer' | 'bad-answer' | 'offline' | 'too-many-questions'

const codes = { 'no-answer': 'ETIMEOUT', 'bad-answer': 'EBADRESP', offline: 'EOFFLINE', 'too-many-questions': 'ELIMIT' }

/** The resolver that the library is given, and what is known of its answers afterwards. */
export interface Questions {
  resolve(name: string, type: string): Promise<readonly unknown[]>
  /** of a name that was asked for before; null when it was answered */
  troubleWith(name: string, type: NameType): Trouble | null
  heard(name: string, type: NameType): HeardAnswer | null
  /** the worst that happened since the last call, and forgets it; null: everything was answered */
  takeTrouble(): Trouble | null
}

const types: readonly string[] = ['TXT', 'MX', 'A', 'AAAA', 'PTR', 'CNAME'] satisfies readonly NameType[]
const isType = (type: string): type is NameType => types.includes(type)

/** Asks each question once, no more than a message may cost, and only for what can be a name. */
export function createQuestions(ask: Ask): Questions {
  const answers = new Map<string, HeardAnswer>()
  const asking = new Map<string, Promise<HeardAnswer | null>>()
  const troubles = new Map<string, Trouble>()
  let latest: Trouble | null = null

  const keyOf = (name: string, type: string): string => `${type} ${name.toLowerCase().replace(/\.$/, '')}`

  async function once(key: string, name: string, type: NameType): Promise<HeardAnswer | null> {
    if (asking.size > limits.questions) return null
    const answer = await ask(name.toLowerCase().replace(/\.$/, ''), type)
    answers.set(key, answer)
    return answer
  }

  function trouble(key: string, name: string, reason: Trouble): Error {
    troubles.set(key, reason)
    if (latest === null || reason !== 'too-many-questions') latest = reason
    return error(codes[reason], name)
  }

  return {
    async resolve(name, type) {
      if (!isType(type) || !isName(name)) throw error('EBADNAME', name)
      const key = keyOf(name, type)
      const running = asking.get(key) ?? once(key, name, type)
      asking.set(key, running)
      const answer = await running
      if (answer === null) throw trouble(key, name, 'too-many-questions')
      switch (answer.kind) {
        case 'unreachable':
          throw trouble(key, name, answer.reason)
        case 'none':
          throw error(answer.exists ? 'ENODATA' : 'ENOTFOUND', name)
        case 'found':
          if (answer.records.reduce((sum, record) => sum + record.length, 0) > limits.answerBytes) {
            throw trouble(key, name, 'bad-answer')
          }
          return asLibrary(name, type, answer.records)
      }
    },
    troubleWith: (name, type) => troubles.get(keyOf(name, type)) ?? null,
    heard: (name, type) => answers.get(keyOf(name, type)) ?? null,
    takeTrouble() {
      const taken = latest
      latest = null
      return taken
    },
  }
}

/** As node:dns answers. Of several texts at the name of a key only those count that hold one: the library takes the first. */
function asLibrary(name: string, type: NameType, records: readonly string[]): readonly unknown[] {
  if (type === 'MX') {
    return records.map((record) => {
      const [priority = '', exchange = ''] = record.split(' ')
      return { priority: Number(priority) || 0, exchange }
    })
  }
  if (type !== 'TXT') return records
  const wanted = /\._domainkey\./i.test(name) ? records.filter((record) => /(^|;)\s*p\s*=/i.test(record)) : records
  if (wanted.length === 0) throw error('ENODATA', name)
  return wanted.map((record) => [record])
}

/** RFC 1035 section 2.3.4, and no characters that are never in a name that is looked up. */
function isName(name: string): boolean {
  const bare = name.replace(/\.$/, '')
  return bare.length > 0 && bare.length <= 253 && bare.split('.').every((label) => /^[!-~]{1,63}$/.test(label))
}

const error = (code: string, name: string): Error => Object.assign(new Error(`${code} ${name}`), { code })
