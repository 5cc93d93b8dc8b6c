// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, useEffect } from 'react'
import { createRoot } from 'react-dom/client'
import { expect, test, vi } from 'vitest'
import type { ThreadSummary, WholeList } from '../../../core/defs/index.ts'
import { ClientProvider, type Connection } from '../../client/index.ts'
import { TaggingProvider, ToastProvider, useActions } from '../../window/index.ts'
import { SelectionPane } from './SelectionPane.tsx'
import { useChosenActions } from './use-chosen-actions.ts'
import { useSelection } from './use-selection.ts'

vi.mock('react-i18next', () => ({
  useTranslation: () => ({ t: (key: string, of?: object) => `${key}${of ? JSON.stringify(of) : ''}` }),
}))
Reflect.set(globalThis, 'IS_REACT_ACT_ENVIRONMENT', true)

const row = (id: string): ThreadSummary => ({
  ...{ id, subject: id, people: [], count: 1, unread: 1, flagged: false, lastMs: 0, lastMessageId: id, lastFrom: null },
  ...{ excerpt: '', attachments: 0, listId: null, mailboxIds: [], importance: 0, privacy: null, tagIds: [] },
})
const items = [row('t1'), row('t2')]
const whole: WholeList = { rows: 'threads', view: 'all', except: [], importance: { min: -3, max: 10 } }

function Pane() {
  const selection = useSelection('all')
  const actions = useChosenActions(useActions(), selection, whole)
  const { set, ids } = selection
  useEffect(() => {
    if (ids.size === 0) set(['t1', 't2'])
  }, [set, ids])
  return <SelectionPane kind="threads" items={items} whole={whole} goesOn selection={selection} actions={actions} />
}

test('all that match are selected beyond the rows that are loaded, and acted on by the list', async () => {
  const asked: unknown[] = []
  const connection = {
    client: {
      accounts: { list: async () => ({ items: [], nextCursor: null }) },
      mailboxes: { list: async () => ({ items: [], nextCursor: null }) },
      bulk: {
        count: async (list: WholeList) => {
          asked.push(list)
          return { count: 240 }
        },
        run: async (input: unknown) => {
          asked.push(input)
          return { actionId: 'a', changed: 240 }
        },
      },
    },
    subscribe: () => () => {},
  } as unknown as Connection
  const place = document.body.appendChild(document.createElement('div'))
  await act(async () =>
    createRoot(place).render(
      <QueryClientProvider client={new QueryClient()}>
        <ClientProvider connection={connection}>
          <ToastProvider>
            <TaggingProvider>
              <Pane />
            </TaggingProvider>
          </ToastProvider>
        </ClientProvider>
      </QueryClientProvider>,
    ),
  )
  const button = (text: string) => [...place.querySelectorAll('button')].find((one) => one.textContent?.includes(text))
  await act(() => vi.waitFor(() => expect(button('timeline.selectMatching')?.textContent).toContain('240')))
  await act(async () => button('timeline.selectMatching')?.click())
  expect(place.querySelector('h2')?.textContent).toBe('timeline.threads{"count":240}')
  await act(async () => button('timeline.archive')?.click())
  expect(asked).toEqual([whole, { list: whole, action: { kind: 'archive' } }])
  expect(place.querySelector('h2')?.textContent).toContain('{"count":2}')
})
