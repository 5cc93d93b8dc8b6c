import { expect, test } from 'vitest'
import { createFakeContext, fakeMessage } from '../../devtools/fakes/index.ts'
import type { Message } from '../defs/index.ts'
import { createCatchUp } from './catch-up.ts'

const message = (id: string): Message =>
  fakeMessage({
    id,
    dateMs: 0,
    receivedMs: 0,
    sortMs: 0,
    sizeBytes: 0,
  })

test('a new mailbox is judged as it comes in: nothing has to be done again', async () => {
  const context = createFakeContext()
  expect(await createCatchUp(context, async () => []).isDue()).toBe(false)
  await context.stores.commit({ messages: [message('m')] })
  expect(await createCatchUp(context, async () => []).isDue()).toBe(false)
})

test('everything that older rules judged is judged anew, each once, though it is stopped on the way', async () => {
  const context = createFakeContext()
  const ids = Array.from({ length: 450 }, (_, i) => `m${String(i).padStart(3, '0')}`)
  await context.stores.commit({
    messages: ids.map(message),
    recordPuts: [
      {
        noun: 'checkpoint',
        value: { id: 'importance-rules', updatedAtMs: 0, state: { rules: 0, after: 'm400', done: true } },
      },
    ],
  })
  const judged: string[] = []
  const stop = new AbortController()
  const catchUp = createCatchUp(context, async (step) => {
    judged.push(...step)
    return []
  })
  const stopped = catchUp.run({ signal: stop.signal, report: () => stop.abort() })
  await expect(stopped).rejects.toThrow()
  expect([judged.length, await catchUp.isDue()]).toEqual([200, true])
  const told: number[] = []
  await catchUp.run({ signal: new AbortController().signal, report: (done) => told.push(done) })
  expect([judged, told, await catchUp.isDue()]).toEqual([ids, [200, 250], false])
})
