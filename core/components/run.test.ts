import { describe, expect, test } from 'vitest'
import { type Component, createRegistry, type MailView, runComponents } from './index.ts'

const mail: MailView = {
  headers: [{ name: 'x-mood', value: 'good' }],
  people: [],
  text: 'hello',
  html: null,
  files: [],
}
const component = (given: Partial<Component> & Pick<Component, 'name'>): Component => ({
  version: 1,
  reads: ['headers'],
  yields: { [given.name]: 'header' },
  limits: { timeMs: 50, chars: 100 },
  run: () => ({ [given.name]: true }),
  ...given,
})

describe('components that go wrong', () => {
  const good = component({ name: 'good' })

  test.each([
    [
      'throws',
      'failed',
      component({
        name: 'bad',
        run: () => {
          throw new Error('no')
        },
      }),
    ],
    ['rejects', 'failed', component({ name: 'bad', run: () => Promise.reject(new Error('no')) })],
    ['never answers', 'slow', component({ name: 'bad', run: () => new Promise(() => {}) })],
    ['yields what it did not declare', 'undeclared', component({ name: 'bad', run: () => ({ 'other-feature': 1 }) })],
    ['yields too much', 'too-much', component({ name: 'bad', run: () => ({ bad: 'x'.repeat(10_000) }) })],
  ])('one that %s is named and skipped, and the others are heard', async (_, reason, bad) => {
    const { features, skipped } = await runComponents(createRegistry([bad, good]), mail)
    expect(skipped).toMatchObject([{ component: 'bad', reason }])
    expect(features).toEqual([
      { name: 'good', value: true, origin: 'header' },
      { name: 'skipped', value: [`bad: ${reason}`], origin: 'verified' },
    ])
  })

  test('one that hung before is left out and named', async () => {
    const { features } = await runComponents(createRegistry([good]), mail, { without: ['good'] })
    expect(features).toEqual([{ name: 'skipped', value: ['good: hung'], origin: 'verified' }])
  })
})

describe('what a component is given', () => {
  test('is what it asked for and no more', async () => {
    let given: MailView | null = null
    const curious = component({
      name: 'curious',
      reads: ['text'],
      limits: { timeMs: 50, chars: 3 },
      run: (view) => {
        given = view
        return {}
      },
    })
    await runComponents(createRegistry([curious]), mail)
    expect(given).toEqual({ headers: [], people: [], text: 'hel', html: null, files: [] })
  })

  test('is the features that it needs, whatever order they were registered in', async () => {
    const second = component({
      name: 'second',
      needs: ['first'],
      run: (_, found) => ({ second: found['first'] ?? null }),
    })
    const first = component({ name: 'first', run: () => ({ first: 7 }) })
    const { features } = await runComponents(createRegistry([second, first]), mail)
    expect(features.map(({ name, value }) => [name, value])).toEqual([
      ['first', 7],
      ['second', 7],
    ])
  })

  test('is nothing when the body could not be read and it looks at the body', async () => {
    const body = component({ name: 'body', reads: ['headers', 'text'] })
    const { features } = await runComponents(createRegistry([body, component({ name: 'good' })]), mail, {
      headersOnly: true,
    })
    expect(features.map(({ name }) => name)).toEqual(['good'])
  })
})

describe('components that cannot be used together', () => {
  test.each([
    ['a name twice', [component({ name: 'a' }), component({ name: 'a', yields: { b: 'body' } })]],
    [
      'a feature twice',
      [component({ name: 'a', yields: { x: 'body' } }), component({ name: 'b', yields: { x: 'body' } })],
    ],
    ['a circle of needs', [component({ name: 'a', needs: ['b'] }), component({ name: 'b', needs: ['a'] })]],
    ['a need that nobody meets', [component({ name: 'a', needs: ['z'] })]],
    ['a name with spaces', [component({ name: 'a b' })]],
    ['more time than there is', [component({ name: 'a', limits: { timeMs: 60_000, chars: 0 } })]],
  ])('are refused, and it is said which: %s', (_, components) => {
    expect(() => createRegistry(components)).toThrow(/The component [ab]/)
  })
})
