// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act } from 'react'
import { createRoot } from 'react-dom/client'
import { expect, test, vi } from 'vitest'
import { fail, type OutboxItem } from '../../../core/defs/index.ts'
import { ClientProvider, type Connection } from '../../client/index.ts'
import { LayoutProvider, ToastProvider } from '../../window/index.ts'
import { DraftsScene } from './DraftsScene.tsx'

vi.mock('react-i18next', () => ({
  useTranslation: () => ({ t: (key: string) => key, i18n: { language: 'en' } }),
}))
Reflect.set(globalThis, 'IS_REACT_ACT_ENVIRONMENT', true)

const item: OutboxItem = {
  id: 'o1',
  accountId: 'a',
  state: 'late',
  sendAtMs: 0,
  chosenAtMs: 0,
  attempts: 0,
  messageId: 'o1@home.example',
  subject: 'Good morning',
  recipients: [{ address: 'bo@example.net', label: 'Bo' }],
  envelopeFrom: 'ann@home.example',
  envelopeTo: ['bo@example.net'],
  blob: 'b',
  draft: {
    ...{ id: 'd1', accountId: 'a', to: [], cc: [], bcc: [], subject: 'Good morning', text: '', html: null },
    ...{ revision: 1, origin: null, inReplyTo: null, references: [], attachments: [], createdAtMs: 0, updatedAtMs: 0 },
  },
  problem: fail('timeout', 'Its hour passed.').problem,
  filed: false,
  createdAtMs: 0,
}

test('a message whose hour was slept through stands under "Needs you", and can be sent now or edited', async () => {
  const sent: string[] = []
  const connection = {
    client: {
      drafts: { list: async () => ({ items: [], nextCursor: null }) },
      outbox: {
        list: async () => ({ items: [item], nextCursor: null }),
        retry: async ({ id }: { id: string }) => {
          sent.push(id)
          return item
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
          <LayoutProvider textSizePercent={100}>
            <ToastProvider>
              <DraftsScene openId={null} />
            </ToastProvider>
          </LayoutProvider>
        </ClientProvider>
      </QueryClientProvider>,
    ),
  )
  const group = () => place.querySelector('[aria-label="drafts.needsYou"]')
  await act(() => vi.waitFor(() => expect(group()?.textContent).toContain('Good morning')))
  expect(group()?.textContent).toContain('drafts.lateText')
  const buttons = [...(group()?.querySelectorAll('button') ?? [])]
  expect(buttons.map(({ textContent }) => textContent)).toEqual(['drafts.edit', 'drafts.sendNow'])
  await act(async () => buttons[1]?.click())
  expect(sent).toEqual(['o1'])
})
