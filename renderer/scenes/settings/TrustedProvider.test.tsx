// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act } from 'react'
import { createRoot } from 'react-dom/client'
import { expect, test, vi } from 'vitest'
import type { Account } from '../../../core/defs/index.ts'
import { ClientProvider, type Connection } from '../../client/index.ts'
import { TrustedProvider } from './TrustedProvider.tsx'

vi.mock('react-i18next', () => ({
  useTranslation: () => ({ t: (key: string, facts?: object) => [key, ...Object.values(facts ?? {})].join(' ') }),
}))
Reflect.set(globalThis, 'IS_REACT_ACT_ENVIRONMENT', true)

const account: Account = {
  id: 'a',
  protocol: 'imap',
  address: 'ann@home.example',
  name: 'Ann',
  label: 'Home',
  imap: null,
  smtp: null,
  signature: null,
  paused: false,
  trustedCertificate: null,
  trustedAuthservIds: ['old.home.example'],
  createdAtMs: 0,
}

test('who wrote into the mail is shown with how often, and is believed when the user says so', async () => {
  const trusted: string[][] = []
  const connection = {
    client: {
      accounts: {
        suggestTrust: async () => ({
          items: [{ authservId: 'mx.home.example', messages: 12, anywhere: 15, trusted: false }],
          messages: 20,
        }),
        trust: async ({ authservIds }: { authservIds: string[] }) => {
          trusted.push(authservIds)
          return account
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
          <TrustedProvider account={account} />
        </ClientProvider>
      </QueryClientProvider>,
    ),
  )
  const switches = () => [...place.querySelectorAll('input')]
  expect(switches().map(({ checked }) => checked)).toEqual([true])
  await act(async () => place.querySelector('button')?.click())
  await act(() => vi.waitFor(() => expect(place.textContent).toContain('mx.home.example 12 20')))
  expect(switches().map(({ checked }) => checked)).toEqual([true, false])
  await act(async () => switches()[1]?.click())
  await act(() => vi.waitFor(() => expect(trusted).toHaveLength(1)))
  expect(trusted).toEqual([['old.home.example', 'mx.home.example']])
})
