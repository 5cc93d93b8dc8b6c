import { Buffer } from 'node:buffer'

/** What a file is by its first bytes, as far as it matters for what opening it can do. */
export type RealType = 'program' | 'script' | 'page' | 'zip' | 'archive' | 'ole' | 'pdf' | 'image' | 'rtf' | 'unknown'

/** Bytes of the beginning that `realType` looks at. */
export const signatureBytes = 512

const signatures: readonly (readonly [string, RealType])[] = [
  ['4d5a', 'program'], // MZ: Windows
  ['7f454c46', 'program'], // ELF
  ['feedface', 'program'],
  ['feedfacf', 'program'],
  ['cefaedfe', 'program'],
  ['cffaedfe', 'program'],
  ['cafebabe', 'program'], // Java class, fat Mach-O
  ['4c0000000114020000000000c000000000000046', 'program'], // shell link
  ['2321', 'script'], // #!
  ['504b0304', 'zip'],
  ['504b0506', 'zip'],
  ['52617221', 'archive'], // Rar!
  ['377abcaf271c', 'archive'], // 7z
  ['1f8b', 'archive'],
  ['4d534346', 'archive'], // MSCF: cabinet
  ['d0cf11e0a1b11ae1', 'ole'],
  ['25504446', 'pdf'],
  ['89504e47', 'image'],
  ['ffd8ff', 'image'],
  ['47494638', 'image'],
  ['7b5c727466', 'rtf'],
]
const bytesOf = signatures.map(([hex, type]) => [Buffer.from(hex, 'hex'), type] as const)

const page = /^\s*(?:<!--[\s\S]{0,200}-->\s*)?<(?:!doctype\s+html|html|head|body|script|meta|title)\b/i

export function realType(head: Uint8Array): RealType {
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.byteLength)
  for (const [signature, type] of bytesOf) {
    if (bytes.subarray(0, signature.length).equals(signature)) return type
  }
  return page.test(bytes.toString('latin1', 0, signatureBytes).replace(/^\xef\xbb\xbf/, '')) ? 'page' : 'unknown'
}
