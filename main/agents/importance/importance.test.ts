import { expect, test, vi } from 'vitest'
import { createEvents } from '../../../core/events/index.ts'
import { silent } from '../../../devtools/fakes/index.ts'
import { createScheduler } from '../scheduler/index.ts'
import { startImportance } from './index.ts'

const parts = (isDue: () => Promise<boolean>) => {
  const ran = vi.fn(async ({ report }: { report(done: number): void }) => report(7))
  const scheduler = createScheduler({
    clock: { nowMs: () => 0 },
    random: { id: () => 'a'.repeat(26) },
    events: createEvents(silent),
    logger: silent,
  })
  return { ran, scheduler, catchUp: { isDue, run: ran }, logger: silent, startAfterMs: 0 }
}

test('what older rules judged is judged anew, as a task that is seen', async () => {
  const { ran, ...given } = parts(async () => true)
  const agent = startImportance(given)
  await expect.poll(() => given.scheduler.tasks()).toMatchObject([{ state: 'done', done: 7 }])
  expect(ran).toHaveBeenCalledTimes(1)
  agent.stop()
})

test('a mailbox that was empty at the start is judged as it fills, and not once more', async () => {
  vi.useFakeTimers()
  const answers = [false, true]
  const { ran, ...given } = parts(async () => answers.shift() ?? true)
  const agent = startImportance(given)
  await vi.advanceTimersByTimeAsync(60_000)
  agent.stop()
  vi.useRealTimers()
  expect([ran.mock.calls.length, given.scheduler.tasks()]).toEqual([0, []])
})
