import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { HeardAnswer } from '../../core/ports.ts'
import { createSigner, type Signer } from '../../devtools/fakes/index.ts'
import { createVerifyPool } from './index.ts'

const question = { receivedMs: Date.UTC(2026, 10, 24), authservIds: [], hosts: [] }
const day = Math.floor(question.receivedMs / 86_400_000)
const letter = (n: number, extra = '') =>
  `From: ana@example.org\r\nSubject: ${n}\r\nMessage-ID: <${n}@example.org>\r\n${extra}\r\nbody ${n}\r\n`

let ana: Signer
beforeAll(() => {
  ana = createSigner('example.org')
})

const answers = async (name: string): Promise<HeardAnswer> => {
  const heard = { heardFromDay: day, heardToDay: day }
  return name === ana.keyName
    ? { kind: 'found', records: [ana.keyRecord], ...heard }
    : { kind: 'none', exists: false, ...heard }
}

describe('checking in a thread', () => {
  const pool = createVerifyPool()
  afterAll(() => pool.close())

  test('many messages at once, each with its own answers, and the caller keeps its bytes', async () => {
    const raws = await Promise.all(Array.from({ length: 50 }, (_, n) => ana.sign(letter(n))))
    const changed = raws.map((raw, n) =>
      n % 2 === 0 ? raw : Buffer.from(Buffer.from(raw).toString('latin1').replace('body', 'BODY'), 'latin1'),
    )
    const verified = await Promise.all(changed.map((raw) => pool.verify(raw, question, answers)))
    expect(verified.map(({ dkim }) => dkim.result)).toEqual(raws.map((_, n) => (n % 2 === 0 ? 'pass' : 'fail')))
    expect(changed[0]?.length).toBeGreaterThan(0)
  })

  test('one that waits for the DNS holds up no other', async () => {
    const { promise: said, resolve: say } = Promise.withResolvers<void>()
    const slow = pool.verify(await ana.sign(letter(1)), question, async (name) => {
      await said
      return answers(name)
    })
    expect((await pool.verify(await ana.sign(letter(2)), question, answers)).dkim.result).toBe('pass')
    say()
    expect((await slow).dkim.result).toBe('pass')
  })

  test('a DNS that fails in an unforeseen way is a silent one', async () => {
    const failing = async () => {
      throw new Error('no such thing')
    }
    expect((await pool.verify(await ana.sign(letter(1)), question, failing)).dkim).toMatchObject({ result: 'pending' })
  })

  test('who wrote results into messages is answered in their order', async () => {
    const raws = ['a.example', 'b.example'].map((id) =>
      Buffer.from(`Authentication-Results: ${id}; spf=pass\r\n${letter(1)}`),
    )
    const mentions = await pool.authservMentions(raws, [])
    expect(mentions).toEqual([[{ authservId: 'a.example', own: false }], [{ authservId: 'b.example', own: false }]])
  })
})

describe('a message that stops its thread', () => {
  const file = new URL('./hostile-verify-worker.fixture.ts', import.meta.url)
  const pool = createVerifyPool({ file, messageTimeMs: 3_000 })
  afterAll(() => pool.close())

  test('is said to take too long, and the others are checked', async () => {
    const [one, two] = await Promise.all([ana.sign(letter(1)), ana.sign(letter(2))])
    const hangs = await ana.sign(letter(3, 'X-Hang: yes\r\n'))
    const crashes = await ana.sign(letter(4, 'X-Crash: yes\r\n'))
    const verified = await Promise.all([one, hangs, crashes, two].map((raw) => pool.verify(raw, question, answers)))
    expect(verified.map(({ dkim }) => [dkim.result, dkim.reason])).toEqual([
      ['pass', null],
      ['unknown', 'took-too-long'],
      ['unknown', 'took-too-long'],
      ['pass', null],
    ])
  })
})
