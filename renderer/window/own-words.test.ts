import { expect, test } from 'vitest'
import { ownWords } from './own-words.ts'

test('a begun answer shows what was written, not what it quotes', () => {
  expect(ownWords('Hallo Jonas,\nanbei die Auskunft.\n\nOn Tuesday, Jonas wrote:\n> Kurze Erinnerung')).toBe(
    'Hallo Jonas, anbei die Auskunft.',
  )
  expect(ownWords('\n\nOn Tuesday, Jonas wrote:\n> Kurze Erinnerung')).toBe('')
  expect(ownWords('A new message\nof two lines')).toBe('A new message of two lines')
})

test('a signature is not what was written', () => {
  expect(ownWords('Yes.\n\n-- \nSam\n\nOn Tuesday, Jonas wrote:\n> Lunch?')).toBe('Yes.')
  expect(ownWords('\n\n-- \nSam')).toBe('')
  expect(ownWords('Yes.\n\nOn Tuesday, Jonas wrote:\n> Lunch?\n\n-- \nSam')).toBe('Yes.')
})
