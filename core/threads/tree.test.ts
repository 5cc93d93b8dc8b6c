import { expect, test } from 'vitest'
import { threadTree } from './index.ts'

const mail = (id: string, sortMs: number, references: string[] = []) => ({
  id,
  messageId: `${id}@x`,
  references: references.map((ref) => `${ref}@x`),
  inReplyTo: [],
  sortMs,
})

test('answers stand below what they answer, older ones first', () => {
  const tree = threadTree([
    mail('root', 1),
    mail('late', 4, ['root']),
    mail('early', 2, ['root']),
    mail('deep', 3, ['root', 'early']),
  ])
  expect(tree.map(({ id, depth }) => `${depth} ${id}`)).toEqual(['0 root', '1 early', '2 deep', '1 late'])
})

test('an answer to a message that is not here hangs on the nearest that is', () => {
  expect(threadTree([mail('root', 1), mail('leaf', 2, ['root', 'lost'])])[1]).toEqual({
    id: 'leaf',
    parentId: 'root',
    depth: 1,
  })
})

test('messages that answer each other in a circle are all shown once', () => {
  const tree = threadTree([mail('a', 1, ['b']), mail('b', 2, ['c']), mail('c', 3, ['a']), mail('d', 4, ['d'])])
  expect(tree.map(({ id }) => id).sort()).toEqual(['a', 'b', 'c', 'd'])
})
