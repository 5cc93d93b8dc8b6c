import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type CoreEvent, fail, type Task } from '../../../core/defs/index.ts'
import { backoffMs, createScheduler, createTaskHandlers, fractionOf, type Scheduler } from './index.ts'

let events: CoreEvent[]
let scheduler: Scheduler
let ids = 0
const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined }
const job = (key: string) => ({ key, kind: 'maintenance' as const, label: key })
const later = () => {
  let resolve: () => void = () => undefined
  const promise = new Promise<void>((done) => {
    resolve = done
  })
  return { promise, resolve }
}

beforeEach(() => {
  vi.useFakeTimers()
  events = []
  scheduler = createScheduler({
    clock: { nowMs: () => Date.now() },
    random: { id: () => `${String(ids++).padStart(26, 'g')}` },
    events: { emit: (event) => events.push(event), subscribe: () => () => undefined },
    logger: quiet,
  })
})
afterEach(async () => {
  await scheduler.stop()
  vi.useRealTimers()
})

test('jobs of one key run one after the other, others beside them', async () => {
  const order: string[] = []
  const gate = later()
  const first = scheduler.run(job('a'), async () => {
    await gate.promise
    order.push('first')
  })
  const second = scheduler.run(job('a'), async () => void order.push('second'))
  await scheduler.run(job('b'), async () => void order.push('other'))
  gate.resolve()
  await Promise.all([first, second])
  expect(order).toEqual(['other', 'first', 'second'])
})

test('a failure is told with its reason, and does not hold up what waits behind it', async () => {
  const failing = scheduler.run(job('a'), async () => {
    throw fail('offline', 'No network.')
  })
  const next = scheduler.run(job('a'), async () => 7)
  await expect(failing).rejects.toMatchObject({ code: 'offline' })
  expect(await next).toBe(7)
  expect(scheduler.tasks().map(({ state }) => state)).toEqual(['done', 'failed'])
})

test('what fails is tried again by itself, later each time, and at once when asked for', async () => {
  let runs = 0
  const handle = scheduler.repeat({
    ...job('a'),
    everyMs: null,
    run: async () => {
      runs += 1
      throw fail('offline', 'No network.')
    },
  })
  await vi.advanceTimersByTimeAsync(10)
  expect(runs).toBe(1)
  expect(scheduler.tasks()[0]?.retryAtMs).toBeGreaterThan(Date.now())
  await vi.advanceTimersByTimeAsync(2_500)
  expect(runs).toBe(2)
  await expect(handle.trigger()).rejects.toMatchObject({ code: 'offline' })
  expect(runs).toBe(3)
  await vi.advanceTimersByTimeAsync(20 * 60_000)
  expect(runs).toBeGreaterThan(6)
  expect(runs).toBeLessThan(20)
})

test('what ends well runs again after its interval, until it is stopped', async () => {
  let runs = 0
  const handle = scheduler.repeat({
    ...job('a'),
    everyMs: 60_000,
    run: async () => {
      runs += 1
    },
  })
  await vi.advanceTimersByTimeAsync(10 * 60_000)
  expect(runs).toBeGreaterThan(7)
  const before = runs
  await handle.stop()
  await vi.advanceTimersByTimeAsync(10 * 60_000)
  expect(runs).toBe(before)
})

test('a task can be stopped by a person, and the end of the program stops all', async () => {
  const handlers = createTaskHandlers(scheduler)
  const untilStopped = (task: { signal: AbortSignal }) =>
    new Promise<void>((_, reject) => task.signal.addEventListener('abort', () => reject(task.signal.reason)))
  const first = scheduler.run(job('a'), untilStopped)
  const second = scheduler.run(job('b'), untilStopped)
  const settled = Promise.allSettled([first, second])
  await vi.advanceTimersByTimeAsync(1)
  const { items } = await handlers.list({}, { priority: 'interactive' })
  await handlers.cancel({ id: items.find(({ label }) => label === 'a')?.id ?? '' }, { priority: 'interactive' })
  await expect(first).rejects.toMatchObject({ code: 'cancelled' })
  await scheduler.stop()
  expect((await settled).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  await expect(scheduler.run(job('c'), async () => undefined)).rejects.toMatchObject({ code: 'cancelled' })
  await expect(handlers.cancel({ id: 'gone' }, { priority: 'interactive' })).rejects.toMatchObject({
    code: 'not-found',
  })
})

test('progress is told with rate and time left, but not for every single item', async () => {
  await scheduler.run(job('a'), async (task) => {
    for (let done = 1; done <= 300; done += 1) {
      task.report({ step: 'INBOX', done, total: 600 })
      await vi.advanceTimersByTimeAsync(100)
    }
  })
  const told = events.flatMap((event): Task[] => (event.type === 'tasks.changed' ? [event.task] : []))
  expect(told.length).toBeLessThan(150)
  const late = told.findLast(({ remainingMs }) => remainingMs !== null)
  expect(late?.rate).toBeCloseTo(10, 0)
  expect(late?.remainingMs).toBeGreaterThan(25_000)
  expect(told.slice(0, 20).every(({ remainingMs }) => remainingMs === null)).toBe(true)
})

test('the wait grows to minutes, and is long at once where a person has to act', () => {
  expect(backoffMs(1, 'offline', 0.5)).toBe(2_000)
  expect(backoffMs(4, 'timeout', 0.5)).toBe(16_000)
  expect(backoffMs(60, 'offline', 0.999)).toBeLessThan(400_000)
  expect(backoffMs(1, 'auth', 0.5)).toBe(900_000)
  expect(backoffMs(1, 'cancelled', 0.5)).toBe(900_000)
  expect(fractionOf('zzzzzzzzzz')).toBeGreaterThanOrEqual(0)
  expect(fractionOf('vvvvvvvvvv')).toBeLessThan(1)
})
