// @vitest-environment jsdom
import { act } from 'react'
import { createRoot } from 'react-dom/client'
import { afterEach, expect, test, vi } from 'vitest'
import { KeyboardProvider, useCommands } from './index.tsx'

vi.mock('react-i18next', () => ({ useTranslation: () => ({ t: (key: string) => key }) }))
Reflect.set(globalThis, 'IS_REACT_ACT_ENVIRONMENT', true)

const done: string[] = []
afterEach(() => {
  done.length = 0
  document.body.replaceChildren()
})

function Commands() {
  const command = (id: string, key: string, opensText = false) => ({
    id,
    label: id,
    keys: [key],
    group: 'g',
    opensText,
    run: () => done.push(id),
  })
  useCommands([command('message.new', 'c', true), command('thread.archive', 'e')])
  return <textarea />
}

const press = (key: string) =>
  act(() => document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true })))

test('what is typed before the composer is there does not act on the mail', async () => {
  const place = document.body.appendChild(document.createElement('div'))
  await act(async () =>
    createRoot(place).render(
      <KeyboardProvider singleKeys>
        <Commands />
      </KeyboardProvider>,
    ),
  )
  await press('e')
  await press('c')
  await press('e')
  await press('e')
  expect(done).toEqual(['thread.archive', 'message.new'])
  await act(async () => place.querySelector('textarea')?.focus())
  await act(async () => place.querySelector('textarea')?.blur())
  await press('e')
  expect(done.at(-1)).toBe('thread.archive')
})
