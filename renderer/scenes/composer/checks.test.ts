import { expect, test } from 'vitest'
import { checkDraft } from './checks.ts'

const person = (n: number) => ({ address: `p${n}@x.example`, label: '' })
const content = { accountId: 'a', to: [person(1)], cc: [], bcc: [], subject: 'Plan', text: 'Hello', html: null }
const draft = { attachments: [], origin: null }

test('a file that is named and not there is noticed, in the language of the text', () => {
  for (const text of [
    'The plan is attached.',
    'Anbei der Plan.',
    'Vous trouverez le plan ci-joint.',
    'план во вложении',
    '请看附件',
  ]) {
    expect(checkDraft({ ...content, text }, draft)).toEqual(['forgotten-attachment'])
  }
})

test('but not when it is there, and not for words of others', () => {
  const file = { id: '1', name: 'p.pdf', type: 'application/pdf', sizeBytes: 1, blob: 'b', contentId: null }
  expect(checkDraft({ ...content, text: 'attached' }, { ...draft, attachments: [file] })).toEqual([])
  expect(checkDraft({ ...content, text: 'Thanks\n> see the attached plan' }, draft)).toEqual([])
  expect(checkDraft({ ...content, text: 'Thanks\n-- \nAttachments welcome' }, draft)).toEqual([])
})

test('answering a crowd is asked about', () => {
  const to = Array.from({ length: 12 }, (_, n) => person(n))
  expect(checkDraft({ ...content, to }, { ...draft, origin: { kind: 'reply-all', messageId: 'm' } })).toEqual([
    'many-people',
  ])
  expect(checkDraft({ ...content, to }, draft)).toEqual([])
})

test('a message to nobody or to half an address does not leave', () => {
  expect(checkDraft({ ...content, to: [], subject: '' }, draft)).toEqual(['nobody', 'no-subject'])
  expect(checkDraft({ ...content, to: [{ address: 'amira@', label: '' }] }, draft)).toEqual(['invalid-address'])
})
