import { Buffer } from 'node:buffer'
import type { FileView } from '../component.ts'
import { endOf, programEnds } from './names.ts'
import type { RealType } from './real-type.ts'

export interface Inside {
  readonly locked: boolean
  readonly macros: boolean
  readonly program: boolean
}

const nothing: Inside = { locked: false, macros: false, program: false }
/** A central directory of a few hundred entries lies in the last bytes; what is larger is looked at from there on. */
const tailBytes = 65_536
const headBytes = 16_384
/** Of an OLE file that is searched for macros: they stand near the beginning or the end of nearly all. */
const oleBytes = 2_000_000

/** What a container holds that opening it may set off. Only names and flags are read: nothing is unpacked. */
export function lookInside(type: RealType, file: FileView): Inside {
  if (type === 'zip') return insideZip(file)
  if (type === 'ole') return insideOle(file)
  return type === 'archive' ? insideArchive(file) : nothing
}

const macroPart = /(?:^|\/)vbaproject\.bin$/i

/** APPNOTE 6.3.10: local headers from the beginning, the central directory at the end; the bytes between are passed over. */
function insideZip(file: FileView): Inside {
  const found = { locked: false, macros: false, program: false }
  for (const [bytes, signature, flagsAt, lengthAt, nameAt] of [
    [asBuffer(file.tail(tailBytes)), 0x02014b50, 8, 28, 46],
    [asBuffer(file.head(headBytes)), 0x04034b50, 6, 26, 30],
  ] as const) {
    const mark = Buffer.alloc(4)
    mark.writeUInt32LE(signature)
    for (let at = bytes.indexOf(mark); at >= 0 && at + nameAt <= bytes.length; at = bytes.indexOf(mark, at + 4)) {
      if ((bytes.readUInt16LE(at + flagsAt) & 1) === 1) found.locked = true
      const length = bytes.readUInt16LE(at + lengthAt)
      const name = bytes.toString('latin1', at + nameAt, at + nameAt + Math.min(length, 500))
      if (macroPart.test(name)) found.macros = true
      if (programEnds.has(endOf(name))) found.program = true
    }
  }
  return found
}

/** Storages and streams of MS-CFB are named in UTF-16: macros have a project, encrypted Office files a package. */
function insideOle(file: FileView): Inside {
  const whole = asBuffer(file.head(oleBytes))
  const has = (name: string): boolean => whole.includes(Buffer.from(name, 'utf16le'))
  return { locked: has('EncryptedPackage'), macros: has('_VBA_PROJECT') || has('Macros'), program: false }
}

function insideArchive(file: FileView): Inside {
  const head = asBuffer(file.head(64))
  const tail = asBuffer(file.tail(4_096))
  const sevenZip = head.subarray(0, 2).equals(Buffer.from('377a', 'hex'))
  // the coder of AES in the header of a 7z file; a RAR whose headers or first file are encrypted
  if (sevenZip) return { ...nothing, locked: tail.includes(Buffer.from('06f10701', 'hex')) }
  const rar5 = head.subarray(0, 8).equals(Buffer.from('526172211a070100', 'hex'))
  const rar4 = head.subarray(0, 7).equals(Buffer.from('526172211a0700', 'hex'))
  if (rar5) return { ...nothing, locked: head[13] === 4 || head[12] === 4 }
  return { ...nothing, locked: rar4 && head.length > 12 && (head.readUInt16LE(10) & 0x80) !== 0 }
}

const asBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
