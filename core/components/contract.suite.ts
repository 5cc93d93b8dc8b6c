import { Buffer } from 'node:buffer'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Component, FileView, MailView } from './component.ts'
import { limits } from './limits.ts'
import { createRegistry } from './registry.ts'
import { runComponents } from './run.ts'

/**
 * What every component has to keep, whoever wrote it: run this with yours. `neighbours` are the components whose features
 * it needs.
 */
export function testComponent(component: Component, neighbours: readonly Component[] = []): void {
  const registry = createRegistry([...neighbours, component])
  const run = (mail: MailView) => runComponents(registry, mail)

  describe(`the component ${component.name}`, () => {
    test('is made as the contract says', () => {
      expect(registry.components).toContain(component)
      expect(new Set(component.reads).size).toBe(component.reads.length)
    })

    test('reads any message without failing, overrunning its budget or yielding what it did not declare', async () => {
      await fc.assert(
        fc.asyncProperty(anyMail, async (mail) => {
          const { features, skipped } = await run(mail)
          expect(skipped).toEqual([])
          for (const { name, origin } of features) {
            const source = registry.components.find(({ yields }) => yields[name] !== undefined)
            expect(source?.yields[name]).toBe(origin)
          }
        }),
        { numRuns: 200 },
      )
    })

    test('finds the same in the same message', async () => {
      await fc.assert(
        fc.asyncProperty(anyMail, async (mail) => {
          expect((await run(mail)).features).toEqual((await run(mail)).features)
        }),
        { numRuns: 100 },
      )
    })

    test('does with its budget for a message that is as large and as odd as one can be', async () => {
      for (const mail of hugeMails()) {
        const { skipped } = await run(mail)
        expect(skipped).toEqual([])
      }
    })

    test('finds nothing in an empty message', async () => {
      const { features } = await run({ headers: [], people: [], text: '', html: null, files: [] })
      expect(features).toEqual([])
    })
  })
}

const file = (name: string, type: string, content: Uint8Array): FileView => ({
  name,
  type,
  sizeBytes: content.length,
  head: (count) => content.subarray(0, count),
  tail: (count) => content.subarray(Math.max(0, content.length - count)),
})

const headerNames = [
  'received',
  'authentication-results',
  'dkim-signature',
  'content-type',
  'autocrypt',
  'disposition-notification-to',
  'list-id',
  'x-mailer',
  'x-spam-status',
  'reply-to',
]
const markup = fc.array(
  fc.oneof(
    fc.constantFrom(
      '<',
      '>',
      '"',
      "'",
      '<!--',
      '-->',
      '<style>',
      '</style>',
      'url(',
      '@import ',
      '\\75',
      '&#104;',
      '/*',
    ),
    fc.constantFrom(
      '<img src="https://a.example/x">',
      '<a href="//b.example">www.c.example</a>',
      '<form action=',
      'data:',
    ),
    fc.string({ maxLength: 30 }),
  ),
  { maxLength: 60 },
)

const anyMail: fc.Arbitrary<MailView> = fc.record({
  headers: fc.array(fc.record({ name: fc.constantFrom(...headerNames), value: fc.string({ maxLength: 200 }) }), {
    maxLength: 20,
  }),
  people: fc.array(
    fc.record({
      type: fc.constantFrom('from', 'to', 'cc', 'bcc', 'reply-to', 'sender'),
      address: fc.oneof(fc.emailAddress(), fc.string({ maxLength: 40 })),
      label: fc.string({ unit: 'grapheme', maxLength: 60 }),
    }),
    { maxLength: 10 },
  ),
  text: fc.oneof(fc.string({ maxLength: 500 }), fc.constant('-----BEGIN PGP MESSAGE-----\n\nwcBM\n')),
  html: fc.option(markup.map((pieces) => pieces.join(''))),
  files: fc.array(
    fc
      .tuple(
        fc.string({ unit: 'grapheme', maxLength: 40 }),
        fc.constantFrom('application/pdf', 'text/html', ''),
        fc.uint8Array({ maxLength: 200 }),
      )
      .map(([name, type, bytes]) => file(name, type, bytes)),
    { maxLength: 5 },
  ),
})

/** Each the worst of its kind that the limits let through. */
function* hugeMails(): Generator<MailView> {
  const empty: MailView = { headers: [], people: [], text: '', html: null, files: [] }
  yield {
    ...empty,
    headers: Array.from({ length: limits.headerFields }, (_, i) => ({
      name: headerNames[i % headerNames.length] ?? '',
      value: 'from ('.repeat(limits.headerChars / 6),
    })),
  }
  const address = {
    type: 'to' as const,
    address: `${'a'.repeat(60)}@${'b.'.repeat(100)}example`,
    label: '@'.repeat(500),
  }
  yield { ...empty, people: Array.from({ length: limits.people }, () => ({ ...address })) }
  for (const piece of [
    '<',
    '<a href="//x.example/',
    '<img src=https://x.example/a>',
    '<style>',
    'url(',
    '&#104',
    '"',
    '<!--',
    '<a href=//a.example>b.example</a>',
  ]) {
    yield { ...empty, html: piece.repeat(2_000_000 / piece.length) }
  }
  yield { ...empty, html: '<div style="display:none">'.repeat(80_000) }
  yield { ...empty, text: '-----BEGIN PGP MESSAGE-----\n'.repeat(50_000) }
  const zip = Buffer.alloc(300_000, 'PK\x01\x02PK\x03\x04', 'latin1')
  yield {
    ...empty,
    files: Array.from({ length: limits.files }, (_, i) => file(`${'a.'.repeat(100)}${i}`, 'application/zip', zip)),
  }
}
