import { expect, test } from 'vitest'
import { toFlowed } from './compose-flowed.ts'

test('a long paragraph is wrapped with soft breaks, none of its lines longer than a narrow window', () => {
  const { text, delSp } = toFlowed('word '.repeat(60).trim())
  const lines = text.split('\r\n')
  expect(delSp).toBe(false)
  expect(lines.length).toBeGreaterThan(3)
  expect(lines.slice(0, -1).every((line) => line.endsWith(' ') && line.length <= 73)).toBe(true)
})

test('text without spaces is wrapped with DelSp', () => {
  const { text, delSp } = toFlowed('東京都'.repeat(60))
  expect(delSp).toBe(true)
  expect(text.replaceAll(' \r\n', '')).toBe('東京都'.repeat(60))
})

test('the delimiter of a signature stays a line of its own', () => {
  expect(toFlowed('Bye  \n-- \nAnn').text).toBe('Bye\r\n-- \r\nAnn')
})

test('lines that would read as a quote, as stuffing or as the begin of an mbox message are protected', () => {
  expect(toFlowed(' indented\nFrom here').text).toBe('  indented\r\n From here')
})

test('quoted lines keep their depth when they are wrapped', () => {
  const { text } = toFlowed(`>> ${'word '.repeat(40)}`)
  expect(text.split('\r\n').every((line) => line.startsWith('>> '))).toBe(true)
})

test('a link longer than a line is never broken', () => {
  const link = `https://example.org/${'x'.repeat(200)}`
  expect(toFlowed(`see ${link} there`).text).toContain(link)
})
