import { expect, test } from 'vitest'
import { isRisky, previewKind, tileText } from './attachment-kind.ts'

test('pictures, PDF and text are shown in the window; nothing that could be a page is', () => {
  expect(previewKind('image/png', 'a.png')).toBe('image')
  expect(previewKind('application/octet-stream', 'plan.PDF')).toBe('pdf')
  expect(previewKind('text/html', 'a.html')).toBeNull()
  expect(previewKind('text/html', 'a.pdf')).toBeNull()
  expect(previewKind('application/xhtml+xml', 'a.txt')).toBeNull()
})

test('what can run a program is asked about, whatever stands before its last extension', () => {
  expect(isRisky('invoice.pdf.exe')).toBe(true)
  expect(isRisky('INVOICE.JS')).toBe(true)
  expect(isRisky('inventory.pdf')).toBe(false)
})

test('a tile says the kind of file', () => {
  expect(tileText('box.zip', 'application/zip')).toBe('ZIP')
  expect(tileText('noname', 'image/png')).toBe('IMAG')
})
