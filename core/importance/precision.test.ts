import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { prepareMail } from '../brokers/email/index.ts'
import { junkProbability } from './classifier.ts'
import { enoughTaught } from './limits.ts'
import { importanceRules, reasonNames, wordsFrom } from './points.ts'
import { SpamMemory } from './spam-memory.ts'
import { wordsOf } from './words.ts'

/** Other people's test mail: read where it lies, never part of this repository. */
const root = process.env['CALIOPEN_CORPORA'] ?? path.resolve(import.meta.dirname, '../../../shared/corpora')
const files = existsSync(root)
  ? readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => /\.(eml|raw)$/.test(file))
  : []
if (files.length === 0) console.warn(`No corpora in ${root} (CALIOPEN_CORPORA): only our own messages are counted.`)

const wordsIn = async (raw: Uint8Array | string): Promise<number[]> => {
  const bytes = typeof raw === 'string' ? new TextEncoder().encode(raw) : raw
  return wordsOf((await prepareMail(bytes, { headersOnly: false })).search)
}

/** Each message takes one phrase of each list, by its number: as alike as what one person gets, and no two the same. */
const junk = {
  who: ['Crown Casino', 'Dr. Slim', 'Prize Office', 'Fast Credit', 'Watch Outlet', 'Pharma Direct', 'Lonely Hearts'],
  subject: [
    'You have WON',
    'Last chance',
    'Claim your bonus',
    'Approved: your loan',
    '90% off today',
    'Re: your order',
  ],
  phrases: [
    'Claim your free spins before midnight, no deposit needed.',
    'Lose twenty pounds in two weeks without diet, guaranteed results.',
    'You were selected as the winner of our international lottery.',
    'Your loan of $50,000 has been approved, bad credit accepted.',
    'Cheap pills without prescription, discreet worldwide shipping.',
    'Replica watches, same quality, a tenth of the price.',
    'Send the processing fee and your bank details to receive the funds.',
    'Click here now, this offer expires today and will not be repeated.',
    'Hot singles in your area want to meet you tonight.',
    'Earn $5,000 a week from home, no experience required.',
    'Unsubscribe by answering with REMOVE in the subject.',
  ],
}
const good = {
  who: ['Ana Petit', 'Jonas Berg', 'Léa Martin', 'Library', 'Choir', 'Accounts', 'Dr. Weiss'],
  subject: [
    'Minutes',
    'Re: the depot',
    'Lunch on Friday',
    'Invoice 2026-11',
    'Your reservation',
    'Draft of the report',
  ],
  phrases: [
    'Thanks for the draft, I have put my remarks into the margin.',
    'The meeting about the depot has moved to Thursday at ten.',
    'Could you bring the keys back before the weekend?',
    'The invoice for November is attached, payable within thirty days.',
    'The book that you reserved is at the desk until the third.',
    'We rehearse the second movement again, please bring pencils.',
    'I have talked to the landlord, he agrees to the new windows.',
    'The train arrives at 17:42, I will wait at the north exit.',
    'Attached is the order of the agenda, free for your changes.',
    'Your appointment is on Tuesday, bring the results of the laboratory.',
    'The offer of the joiner is cheaper, but he can only begin in May.',
  ],
}

function mail({ who, subject, phrases }: typeof junk, n: number): string {
  const at = <T>(list: readonly T[], step: number): T => list[(n * step + Math.floor(n / list.length)) % list.length]!
  const text = Array.from({ length: 4 }, (_, i) => at(phrases, i * 3 + 1)).join(' ')
  return `From: ${at(who, 1)} <m${n % 9}@${at(who, 1).replaceAll(/\W/g, '')}.example>\r\nTo: me@example.net\r\nSubject: ${at(subject, 1)}\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${text} ${n}\r\n`
}

async function taught(each: number): Promise<SpamMemory> {
  const memory = new SpamMemory()
  for (let n = 0; n < each; n += 1) {
    memory.teach(`junk ${n}`, await wordsIn(mail(junk, n)), 'junk')
    memory.teach(`good ${n}`, await wordsIn(mail(good, n)), 'good')
  }
  return memory
}

describe('the classifier, taught by as few messages as it begins with', () => {
  test('finds nine of ten others of the same kinds, and takes no good one for junk', async () => {
    const memory = await taught(enoughTaught)
    expect(memory.ready).toBe(true)
    const said = async (kind: typeof junk) =>
      Promise.all(
        Array.from({ length: 100 }, async (_, i) =>
          junkProbability(await wordsIn(mail(kind, enoughTaught + i)), memory),
        ),
      )
    expect((await said(junk)).filter((chance) => chance >= wordsFrom).length).toBeGreaterThanOrEqual(90)
    expect((await said(good)).filter((chance) => chance >= wordsFrom)).toEqual([])
  })

  test('takes at most 1 in 100 messages of the corpora for junk, which it was taught nothing of', async () => {
    const memory = await taught(100)
    const wrong: string[] = []
    for (const file of files) {
      if (junkProbability(await wordsIn(readFileSync(path.join(root, file))), memory) >= wordsFrom) wrong.push(file)
    }
    expect(wrong.length * 100, wrong.join(' ')).toBeLessThanOrEqual(files.length)
  })
})

test('the document names the rules, every reason and the figures of now', () => {
  const text = readFileSync(path.resolve(import.meta.dirname, '../../doc/importance.md'), 'utf8')
  expect(text).toContain(`Rules version ${importanceRules}`)
  const named = [...text.matchAll(/^\| `([a-z-]+)`/gm)].map(([, name]) => name)
  expect(named.sort()).toEqual([...reasonNames].sort())
})
