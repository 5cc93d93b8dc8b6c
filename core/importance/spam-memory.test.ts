import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { searchFields } from '../search/index.ts'
import { junkProbability } from './classifier.ts'
import { enoughTaught, maxKnownWords, maxWords } from './limits.ts'
import { type MailKind, SpamMemory } from './spam-memory.ts'
import { wordsOf } from './words.ts'

const words = fc.uniqueArray(fc.nat({ max: 0xff_ffff }), { maxLength: 50 })
const lesson = fc.record({
  id: fc.string({ minLength: 1, maxLength: 8 }),
  words,
  kind: fc.constantFrom<MailKind>('junk', 'good'),
})

describe('what was taught', () => {
  test('is the same in whatever order it was taught', () => {
    const lessons = fc.uniqueArray(lesson, { selector: ({ id }) => id, maxLength: 30 })
    fc.assert(
      fc.property(lessons, fc.infiniteStream(fc.nat()), words, (given, random, mail) => {
        const shuffled = given.map((each) => ({ each, at: random.next().value })).sort((a, b) => a.at - b.at)
        const one = taught(given)
        const other = taught(shuffled.map(({ each }) => each))
        expect([other.junk, other.good, other.words]).toEqual([one.junk, one.good, one.words])
        expect(junkProbability(mail, other)).toBe(junkProbability(mail, one))
      }),
    )
  })

  test('twice counts once; what is taken back leaves nothing behind', () => {
    fc.assert(
      fc.property(fc.array(lesson, { maxLength: 20 }), lesson, (given, last) => {
        const memory = taught(given.filter(({ id }) => id !== last.id))
        const before = JSON.stringify(sortedPack(memory))
        memory.teach(last.id, last.words, last.kind)
        const once = JSON.stringify(sortedPack(memory))
        expect(memory.teach(last.id, last.words, last.kind)).toBe(false)
        expect(JSON.stringify(sortedPack(memory))).toBe(once)
        memory.teach(last.id, last.words, null)
        expect(JSON.stringify(sortedPack(memory))).toBe(before)
      }),
    )
  })

  test('is read back as it was kept; what is no memory is an empty one', () => {
    fc.assert(
      fc.property(fc.array(lesson, { maxLength: 20 }), words, fc.jsonValue(), (given, mail, nonsense) => {
        const memory = taught(given)
        const again = SpamMemory.unpack(JSON.parse(JSON.stringify(memory.pack())))
        expect(again.pack()).toEqual(memory.pack())
        expect(junkProbability(mail, again)).toBe(junkProbability(mail, memory))
        expect(SpamMemory.unpack(nonsense).words).toBe(0)
      }),
    )
  })

  test('stays within its bounds, and keeps the words that it has met most', () => {
    const memory = new SpamMemory()
    const often = [1, 2, 3]
    for (let mail = 0; mail < 800; mail += 1) {
      const rare = Array.from({ length: 100 }, (_, i) => 1000 + mail * 100 + i)
      memory.teach(`m${mail}`, [...often, ...rare], mail % 2 === 0 ? 'junk' : 'good')
    }
    expect(memory.words).toBeLessThanOrEqual(maxKnownWords)
    expect(often.map((word) => memory.countsOf(word))).toEqual(often.map(() => ({ junk: 400, good: 400 })))
  })
})

describe('the classifier', () => {
  const mail = (subject: string, text: string, from = 'someone@example.org') =>
    wordsOf(
      searchFields({
        subject,
        participants: [{ type: 'from', address: from, label: '' }],
        text,
        attachmentNames: [],
      }),
    )

  test('says nothing before it was taught enough of both', () => {
    const memory = new SpamMemory()
    expect(junkProbability(mail('Win', 'cheap pills'), memory)).toBe(0.5)
    for (let i = 0; i < enoughTaught * 3; i += 1) memory.teach(`j${i}`, [i], 'junk')
    expect(memory.ready).toBe(false)
  })

  test('tells what it was taught from what it was not, and does not know of other things', () => {
    const memory = new SpamMemory()
    for (let i = 0; i < 22; i += 1) {
      memory.teach(
        `j${i}`,
        mail(`Winner ${i}`, `Claim your casino bonus now, cheap pills without prescription ${i}`),
        'junk',
      )
      memory.teach(
        `g${i}`,
        mail(`Minutes ${i}`, `The meeting about the depot moved to Thursday, agenda attached ${i}`),
        'good',
      )
    }
    expect(junkProbability(mail('Winner!', 'Claim your casino bonus, cheap pills'), memory)).toBeGreaterThan(0.9)
    expect(junkProbability(mail('Minutes', 'Agenda of the meeting about the depot'), memory)).toBeLessThan(0.2)
    expect(junkProbability(mail('Grüße', 'Schöne Tage an der See'), memory)).toBe(0.5)
  })

  test('reads a bounded number of words, of whatever bytes', () => {
    const row = fc.record({
      subject: fc.string(),
      from: fc.string(),
      files: fc.string(),
      body: fc.oneof(fc.string({ maxLength: 5000 }), fc.uint8Array({ maxLength: 5000 })),
    })
    fc.assert(
      fc.property(row, (search) => {
        const found = wordsOf(search)
        expect(found.length).toBeLessThanOrEqual(maxWords)
        expect(new Set(found).size).toBe(found.length)
        expect(found.every((word) => word >= 0 && word <= 0xff_ffff)).toBe(true)
      }),
    )
  })
})

function taught(lessons: readonly { id: string; words: number[]; kind: MailKind }[]): SpamMemory {
  const memory = new SpamMemory()
  for (const { id, words: own, kind } of lessons) memory.teach(id, own, kind)
  return memory
}

/** The order of what is kept says nothing. */
function sortedPack(memory: SpamMemory) {
  const { words: packed, taught: mails, ...rest } = memory.pack()
  const bytes = atob(packed)
  const entries = Array.from({ length: bytes.length / 7 }, (_, i) => btoa(bytes.slice(i * 7, i * 7 + 7))).sort()
  return { ...rest, entries, mails: mails.toSorted() }
}
