import { isMailAddress } from '../accounts/index.ts'

/** A header block is read up to here: real ones are a few kilobytes. */
const maxHeaderBytes = 65_536

/**
 * Addresses of a Mail-Followup-To header (a convention of mailing lists, never a standard); empty where there is none.
 * Names are left out: the people on the message have theirs already.
 */
export function followupTo(raw: Uint8Array): string[] {
  const head = new TextDecoder('latin1').decode(raw.subarray(0, maxHeaderBytes))
  const block = head.split(/\r?\n\r?\n/, 1)[0] ?? ''
  const value = /^mail-followup-to:[ \t]*(.*)$/im.exec(block.replace(/\r?\n[ \t]+/g, ' '))?.[1] ?? ''
  const plain = value.replace(/"(?:[^"\\]|\\.)*"/g, ' ').replace(/\([^()]*\)/g, ' ')
  return plain
    .split(',')
    .map((part) => (/<([^<>]*)>/.exec(part)?.[1] ?? part).trim())
    .filter(isMailAddress)
}
