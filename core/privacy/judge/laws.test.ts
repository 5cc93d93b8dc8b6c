import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Feature, FeatureOrigin } from '../../defs/index.ts'
import {
  type ContactFacts,
  type Evidence,
  type Habits,
  habitsOf,
  indexOf,
  type Judgement,
  judgeContact,
  judgeDevice,
  judgeDiscussion,
  judgeMessage,
  judgeOwn,
  type MessageFacts,
  type PersonFacts,
} from './index.ts'

const feature = (name: string, value: Feature['value'], origin: FeatureOrigin): Feature => ({ name, value, origin })
const proof = (result: string, aligned: boolean) => ({ result, domain: 'a.example', aligned, reason: null, by: null })

const fromHeader = fc.oneof(
  fc.constantFrom(
    feature('hops', { count: 2, last: ['mx.me.example 1.3'] }, 'header'),
    feature('authentication-results', ['mx.me.example dkim=pass:a.example dmarc=pass:a.example'], 'header'),
    feature('dkim-signature', ['a.example'], 'header'),
    feature('dkim', proof('pass', true), 'header'),
    feature('dmarc', proof('pass', true), 'header'),
    feature('tls', { protected: 1, hops: 1, version: '1.3', cipher: null, by: 'mx.me.example' }, 'header'),
    feature('signature', { state: 'known' }, 'header'),
    feature('autocrypt', 'mutual', 'header'),
    feature('mailer', 'x', 'header'),
    feature('bulk', 'list', 'header'),
  ),
  fc.record({
    name: fc.constantFrom('dkim', 'spf', 'dmarc', 'arc', 'tls', 'signature', 'hops', 'anything'),
    value: fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value))),
    origin: fc.constantFrom<FeatureOrigin>('header'),
  }),
)
const trackers = fc.constantFrom(
  feature('trackers', 2, 'body'),
  feature('counted-links', { count: 1, by: ['SendGrid'] }, 'body'),
  feature('receipt', ['return-receipt-to'], 'header'),
)
const bad = fc.oneof(
  trackers,
  fc.constantFrom(
    feature('remote', { image: 3 }, 'body'),
    feature('remote', { frame: 1 }, 'body'),
    feature('forms', 1, 'body'),
    feature('scripts', 2, 'body'),
    feature('files', ['0 program disguised'], 'body'),
    feature('files', ['0 page'], 'body'),
    feature('link-mismatch', ['a.example > b.example'], 'body'),
    feature('confused-link', ['xn--a.example'], 'body'),
    feature('confused-domain', 'xn--a.example > a.example', 'header'),
    feature('name-address', 'x@bank.example', 'header'),
    feature('authors', 2, 'header'),
  ),
)
const encryption = fc
  .constantFrom('openpgp', 'openpgp-inline', 'smime')
  .map((kind) => feature('encryption', kind, 'body'))
const claimedEncryption = fc.constantFrom('claimed', 'partly').map((kind) => feature('encryption', kind, 'body'))
const valid = fc.oneof(
  fc.constantFrom('known', 'valid').map((state) => feature('signature', { state }, 'verified')),
  fc
    .tuple(
      fc.constantFrom('dkim', 'spf', 'dmarc', 'arc'),
      fc.boolean(),
      fc.constantFrom<FeatureOrigin>('verified', 'provider'),
    )
    .map(([name, aligned, origin]) => feature(name, proof('pass', aligned), origin)),
)
const broken = fc.oneof(
  fc.constant(feature('signature', { state: 'broken' }, 'verified')),
  fc
    .tuple(
      fc.constantFrom('dkim', 'spf', 'dmarc', 'arc'),
      fc.constantFrom('fail', 'none', 'unknown', 'softfail', 'pending'),
    )
    .map(([name, result]) => feature(name, proof(result, false), 'verified')),
)
const hops = fc
  .tuple(fc.nat(3), fc.nat(3), fc.constantFrom('1.3', '1.2', '1.0', null))
  .map(([covered, more, version]) =>
    feature(
      'tls',
      { protected: covered, hops: covered + more, version, cipher: null, by: 'mx.me.example' },
      'provider',
    ),
  )
const anyFeatures = fc.array(fc.oneof(fromHeader, bad, encryption, claimedEncryption, valid, broken, hops), {
  maxLength: 12,
})

const level = fc.integer({ min: 0, max: 4 })
const anyHabits: fc.Arbitrary<Habits> = fc.record({
  messages: fc.nat(200),
  encrypts: level,
  signs: level,
  proven: level,
  quiet: level,
  mutual: level,
  offersKey: fc.boolean(),
  answersInClear: level,
})
const person = (standings: readonly PersonFacts['standing'][]): fc.Arbitrary<PersonFacts> =>
  fc.record({
    address: fc.emailAddress(),
    standing: fc.constantFrom(...standings),
    key: fc.constantFrom('compared', 'stored', 'none'),
    pretends: fc.option(fc.record({ kind: fc.constantFrom('domain', 'name'), of: fc.domain() })),
    habits: anyHabits,
  })
const anyone = person(['confirmed', 'met', 'unknown'])
const anyFacts: fc.Arbitrary<MessageFacts> = fc
  .record({
    author: fc.option(anyone),
    others: fc.array(anyone, { maxLength: 6 }),
    own: fc.constantFrom('sent', 'claimed', null),
    submissionByTls: fc.boolean(),
    audience: fc.nat(60),
    listId: fc.option(fc.constant('club.example')),
  })
  .map((facts) => (facts.own === null ? facts : { ...facts, author: null }))

const facets = ['technic', 'context', 'comportment'] as const
const scores = (judged: Judgement): number[] => [...facets.map((name) => judged[name].score), indexOf(judged).overall]

function addsUp(judged: Judgement): void {
  for (const name of facets) {
    const { score, contributions } = judged[name]
    expect(contributions.reduce((sum, { points }) => sum + points, 0)).toBe(score)
    expect(score).toBeGreaterThanOrEqual(0)
    expect(score).toBeLessThanOrEqual(100)
    for (const { points, of } of contributions) if (of > 0) expect(points).toBeLessThanOrEqual(of)
  }
  const { technic, context, comportment, overall } = indexOf(judged)
  expect(overall).toBe(
    Math.min(Math.round((technic + context + comportment) / 3), Math.min(technic, context, comportment) + 15),
  )
}

function neverAbove(before: Judgement, after: Judgement): void {
  for (const [i, score] of scores(after).entries()) expect(score).toBeLessThanOrEqual(scores(before)[i]!)
}

describe('the index of a message', () => {
  test('is the same every time, between 0 and 100, and the points shown add up to it', () => {
    fc.assert(
      fc.property(anyFeatures, anyFacts, (features, facts) => {
        const judged = judgeMessage(features, facts)
        addsUp(judged)
        expect(judgeMessage(structuredClone(features), structuredClone(facts))).toEqual(judged)
      }),
    )
  })

  test('has, of what could be won, a hundred points in each facet', () => {
    fc.assert(
      fc.property(anyFeatures, anyFacts, (features, facts) => {
        const judged = judgeMessage(features, facts)
        for (const name of facets) {
          expect(judged[name].contributions.reduce((sum, { of }) => sum + of, 0)).toBe(100)
        }
      }),
    )
  })

  test('does not lose technic by encryption or a valid signature', () => {
    fc.assert(
      fc.property(anyFeatures, anyFacts, fc.oneof(encryption, valid), (features, facts, added) => {
        const before = judgeMessage(features, facts).technic.score
        expect(judgeMessage([...features, added], facts).technic.score).toBeGreaterThanOrEqual(before)
      }),
    )
  })

  test('is raised in no facet by a tracker, a broken signature or anything else that is bad', () => {
    fc.assert(
      fc.property(anyFeatures, anyFacts, fc.oneof(bad, broken), (features, facts, added) => {
        neverAbove(judgeMessage(features, facts), judgeMessage([...features, added], facts))
      }),
    )
  })

  test('is raised in no facet by somebody who is not in the contacts', () => {
    fc.assert(
      fc.property(anyFeatures, anyFacts, person(['unknown']), (features, facts, stranger) => {
        const more = { ...facts, others: [...facts.others, stranger], audience: facts.audience + 1 }
        neverAbove(judgeMessage(features, facts), judgeMessage(features, more))
      }),
    )
  })

  test('is not raised in technic by anything in the headers, whatever they say, nor by encryption that is only claimed', () => {
    fc.assert(
      fc.property(
        anyFeatures,
        anyFacts,
        fc.array(fc.oneof(fromHeader, claimedEncryption), { maxLength: 5 }),
        (features, facts, added) => {
          const before = judgeMessage(features, facts).technic.score
          expect(judgeMessage([...added, ...features], facts).technic.score).toBe(before)
        },
      ),
    )
  })

  test('does not depend on the order in which features or people come', () => {
    const shuffled = anyFeatures.chain((features) =>
      fc.tuple(fc.constant(features), fc.shuffledSubarray(features, { minLength: features.length })),
    )
    fc.assert(
      fc.property(shuffled, anyFacts, ([features, others], facts) => {
        const turned = { ...facts, others: facts.others.toReversed() }
        expect(judgeMessage(others, turned)).toEqual(judgeMessage(features, facts))
      }),
    )
  })

  test('of 10,000 recipients is worked out like any other', () => {
    fc.assert(
      fc.property(anyone, (one) => {
        const others = Array.from({ length: 10_000 }, (_, i) => ({ ...one, address: `p${i}@example.org` }))
        addsUp(
          judgeMessage([], {
            author: null,
            others,
            own: 'sent',
            submissionByTls: true,
            audience: 10_001,
            listId: null,
          }),
        )
      }),
      { numRuns: 3 },
    )
  })
})

describe('the index of a discussion', () => {
  const messages = fc.array(fc.tuple(anyFeatures, anyFacts), { minLength: 1, maxLength: 8 })

  test('is at most that of its weakest message, facet by facet, and adds up', () => {
    fc.assert(
      fc.property(messages, (all) => {
        const judged = all.map(([features, facts], i) => ({ id: `m${i}`, ...judgeMessage(features, facts) }))
        const whole = judgeDiscussion(judged)!
        addsUp(whole)
        for (const message of judged) neverAbove(message, whole)
        expect(judgeDiscussion(judged.toReversed())).toEqual(whole)
        const lowest = Math.min(...judged.map((message) => indexOf(message).overall))
        expect(indexOf(judged.find(({ id }) => id === whole.weakest)!).overall).toBe(lowest)
      }),
    )
  })
})

describe('the index of a contact', () => {
  const evidence: fc.Arbitrary<Evidence[]> = fc
    .array(fc.tuple(fc.nat(1000), fc.boolean(), fc.boolean(), anyFeatures), { maxLength: 30 })
    .map((all) =>
      all.map(([dateMs, own, answersEncrypted, features], i) => ({
        id: `m${i}`,
        dateMs,
        own,
        answersEncrypted,
        features,
      })),
    )

  test('does not depend on the order in which its messages were read', () => {
    const read = evidence.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
    )
    fc.assert(
      fc.property(read, fc.nat(20), fc.nat(20), ([all, others], written, received) => {
        expect(habitsOf(others, { written, received })).toEqual(habitsOf(all, { written, received }))
      }),
    )
  })

  test('adds up, between 0 and 100', () => {
    fc.assert(
      fc.property(anyone, fc.boolean(), fc.nat(5), ({ standing, key, habits }, keyExpired, otherWays) => {
        const facts: ContactFacts = { id: 'c', standing, key, habits, keyExpired, otherWays }
        addsUp(judgeContact(facts))
        expect(judgeContact(facts)).toEqual(judgeContact(structuredClone(facts)))
      }),
    )
  })
})

test('the indexes of a device and of the user add up, between 0 and 100', () => {
  const count = fc.nat(20)
  fc.assert(
    fc.property(
      count,
      count,
      count,
      count,
      fc.constantFrom('keychain', 'vault-passphrase', 'vault-key-file', 'none'),
      anyHabits,
      fc.boolean(),
      (a, b, c, d, credentials, habits, ownKey) => {
        addsUp(
          judgeDevice({
            credentials,
            servers: a + b,
            serversByTls: a,
            trustedByHand: c,
            accounts: d,
            shownDomains: b,
            silencedAdvice: c,
          }),
        )
        addsUp(
          judgeOwn({
            habits,
            accounts: a + b,
            accountsByTls: a,
            trustedProviders: b,
            ownKey,
            people: c + d,
            contacts: c,
            withKey: d,
          }),
        )
      },
    ),
  )
})
