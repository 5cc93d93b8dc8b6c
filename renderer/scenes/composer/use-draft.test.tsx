// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act } from 'react'
import { createRoot } from 'react-dom/client'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type Draft, type DraftContent, fail } from '../../../core/defs/index.ts'
import { ClientProvider, type Connection } from '../../client/index.ts'
import { type DraftInHand, useDraft } from './use-draft.ts'

const begun: Draft = {
  id: 'd',
  accountId: 'a',
  to: [],
  cc: [],
  bcc: [],
  subject: '',
  text: '',
  html: null,
  revision: 1,
  origin: null,
  inReplyTo: null,
  references: [],
  attachments: [],
  createdAtMs: 0,
  updatedAtMs: 0,
}

/** Core with one draft: refuses stale saves, keeps every state. */
function fakeCore() {
  let draft = begun
  const states: Draft[] = []
  let broken = false
  const save = async ({ revision, content }: { revision: number; content: Partial<DraftContent> }) => {
    if (broken) throw fail('disk-full', 'The disk is full.')
    if (revision !== draft.revision) throw fail('conflict', 'Changed elsewhere.', { current: draft })
    states.push(draft)
    draft = { ...draft, ...content, revision: draft.revision + 1 }
    return draft
  }
  return {
    now: () => draft,
    states,
    break: (is: boolean) => {
      broken = is
    },
    elsewhere: (content: Partial<DraftContent>) => save({ revision: draft.revision, content }),
    connection: {
      client: { drafts: { save, get: async () => draft } },
      subscribe: () => () => {},
    } as unknown as Connection,
  }
}

let hand: DraftInHand
let leave: () => void

function Probe() {
  hand = useDraft(begun)
  return null
}

function open(core: ReturnType<typeof fakeCore>) {
  Reflect.set(globalThis, 'IS_REACT_ACT_ENVIRONMENT', true)
  const root = createRoot(document.createElement('div'))
  act(() =>
    root.render(
      <QueryClientProvider client={new QueryClient()}>
        <ClientProvider connection={core.connection}>
          <Probe />
        </ClientProvider>
      </QueryClientProvider>,
    ),
  )
  leave = () => act(() => root.unmount())
}

const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms))
const edit = (change: Partial<DraftContent>) => act(() => hand.edit(change))

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

test('what is written is saved within a second of a pause, in one save', async () => {
  const core = fakeCore()
  open(core)
  edit({ text: 'D' })
  edit({ text: 'De' })
  edit({ text: 'Dear all' })
  expect(core.now().revision).toBe(1)
  await pass(1000)
  expect(core.now()).toMatchObject({ revision: 2, text: 'Dear all' })
  expect(hand.state).toMatchObject({ kind: 'saved', revision: 2 })
})

test('writing without a pause is saved on the way', async () => {
  const core = fakeCore()
  open(core)
  for (let count = 0; count < 20; count += 1) {
    edit({ text: 'x'.repeat(count + 1) })
    await pass(400)
  }
  expect(core.now().revision).toBeGreaterThan(1)
})

test('closing asks nothing and loses nothing', async () => {
  const core = fakeCore()
  open(core)
  edit({ subject: 'Plan' })
  leave()
  await pass(0)
  expect(core.now().subject).toBe('Plan')
})

test('when another window saved in between, both versions are kept and this one goes on', async () => {
  const core = fakeCore()
  open(core)
  await core.elsewhere({ text: 'from the other window' })
  edit({ text: 'from here' })
  await pass(1000)
  expect(core.now()).toMatchObject({ text: 'from here', revision: 3 })
  expect(core.states.map(({ text }) => text)).toContain('from the other window')
  expect(hand.overtaken).toBe(true)
})

test('what could not be saved is said, kept, and saved with the next change', async () => {
  const core = fakeCore()
  open(core)
  core.break(true)
  edit({ subject: 'Plan' })
  await pass(1000)
  expect(hand.state).toMatchObject({ kind: 'failed', problem: { code: 'disk-full' } })
  expect(hand.content.subject).toBe('Plan')
  core.break(false)
  edit({ text: 'more' })
  await pass(1000)
  expect(core.now()).toMatchObject({ subject: 'Plan', text: 'more' })
})

test('a file is attached after what was typed is saved, so that revisions follow each other', async () => {
  const core = fakeCore()
  open(core)
  edit({ text: 'See the plan' })
  await act(() => hand.apply(() => core.elsewhere({})))
  expect(core.states.at(-1)?.text).toBe('See the plan')
  expect(hand.draft.revision).toBe(3)
})

test('what the editor says while the message leaves is not saved into a draft that is gone', async () => {
  const core = fakeCore()
  open(core)
  edit({ text: 'Dear all' })
  let left = () => {}
  const sending = hand.depart(
    () =>
      new Promise<void>((resolve) => {
        left = resolve
      }),
  )
  await act(() => vi.advanceTimersByTimeAsync(0))
  edit({ text: 'Dear all ' })
  await pass(6000)
  expect(core.now()).toMatchObject({ revision: 2, text: 'Dear all' })
  await act(async () => {
    left()
    await sending
  })
  leave()
  await pass(1000)
  expect(core.now().revision).toBe(2)
})

test('when it could not leave, nothing written meanwhile is lost', async () => {
  const core = fakeCore()
  open(core)
  const refused = act(() =>
    hand.depart(async () => {
      hand.edit({ text: 'One more word' })
      throw fail('invalid', 'Somebody has to get it.')
    }),
  )
  await expect(refused).rejects.toThrow('Somebody')
  await pass(1000)
  expect(core.now().text).toBe('One more word')
})
