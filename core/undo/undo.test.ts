import { expect, test } from 'vitest'
import { fail } from '../defs/index.ts'
import { createUndo } from './index.ts'

const call = { priority: 'interactive' } as const

test('an action is undone once, by whoever did it', async () => {
  const undo = createUndo()
  const done: string[] = []
  undo.keep('a', async () => void done.push('a'))
  undo.keep('b', async () => void done.push('b'))
  await undo.handlers.undo({ actionId: 'a' }, call)
  expect(done).toEqual(['a'])
  await expect(undo.handlers.undo({ actionId: 'a' }, call)).rejects.toMatchObject({ code: 'not-found' })
  expect(done).toEqual(['a'])
})

test('two that ask at the same moment undo it once', async () => {
  const undo = createUndo()
  let times = 0
  undo.keep('a', async () => void times++)
  const both = await Promise.allSettled([undo.undo('a'), undo.undo('a')])
  expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
  expect(times).toBe(1)
})

test('what could not be undone can be tried again', async () => {
  const undo = createUndo()
  let changed = true
  undo.keep('a', async () => {
    if (changed) throw fail('conflict', 'Changed meanwhile.')
  })
  await expect(undo.undo('a')).rejects.toMatchObject({ code: 'conflict' })
  changed = false
  await undo.undo('a')
})

test('the last 30 actions can be undone', async () => {
  const undo = createUndo()
  for (let step = 1; step <= 31; step++) undo.keep(String(step), async () => {})
  await expect(undo.undo('1')).rejects.toMatchObject({ code: 'not-found' })
  await undo.undo('2')
  await undo.undo('31')
})

test('what follows an action is taken back after it, and only when it could be undone', async () => {
  const undo = createUndo()
  const done: string[] = []
  let changed = true
  undo.keep('a', async () => {
    if (changed) throw fail('conflict', 'Changed meanwhile.')
    done.push('a')
  })
  undo.follow('a', async () => void done.push('what was learnt from it'))
  await expect(undo.undo('a')).rejects.toMatchObject({ code: 'conflict' })
  changed = false
  await undo.undo('a')
  undo.follow('a', async () => void done.push('nothing'))
  expect(done).toEqual(['a', 'what was learnt from it'])
})
