import { Buffer } from 'node:buffer'
import type { HeaderField } from './component.ts'
import { limits } from './limits.ts'

const field = /^([!-9;-~]{1,80})[ \t]*:([^\r\n]*(?:\r?\n[ \t][^\r\n]*)*)/gm

/**
 * All fields of a header block, as components are given them: bounded in number and length, unfolded, bytes as latin1
 * (what is looked at in them is ASCII). Lines that are no fields are passed over.
 */
export function headerFields(block: Uint8Array): HeaderField[] {
  const bytes = Buffer.from(block.buffer, block.byteOffset, Math.min(block.byteLength, limits.headerBlockBytes))
  const text = bytes.toString('latin1')
  const fields: HeaderField[] = []
  field.lastIndex = 0
  for (let match = field.exec(text); match !== null; match = field.exec(text)) {
    const [, name = '', raw = ''] = match
    const value = raw.slice(0, limits.headerChars)
    fields.push({ name: name.toLowerCase(), value: (value.includes('\n') ? unfold(value) : value).trim() })
    if (fields.length >= limits.headerFields) break
  }
  return fields
}

const unfold = (value: string): string => value.replace(/\r?\n[ \t]+/g, ' ')

export const valuesOf = (headers: readonly HeaderField[], name: string): string[] =>
  headers.flatMap((header) => (header.name === name ? [header.value] : []))

export const firstOf = (headers: readonly HeaderField[], name: string): string | null =>
  headers.find((header) => header.name === name)?.value ?? null
