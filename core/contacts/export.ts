import type { Contact } from '../defs/index.ts'
import type { CoreContext } from '../ports.ts'
import { limits } from './limits.ts'

/** Hashes of what a contact keeps beside its record: its picture, and what a vCard said at length. */
export function blobsOf(contact: Omit<Contact, 'id'>): string[] {
  const { photo, extra, written, emails, phones, ims, socials, postals, dates, urls, notes, keys, organisations } =
    contact
  const entries = [emails, phones, ims, socials, postals, dates, urls, notes, keys].flat()
  const kept = [
    ...extra,
    ...Object.values(written),
    ...entries.map((entry) => entry.written),
    ...organisations.flatMap((one) => Object.values(one.written)),
    photo?.written ?? null,
  ]
  return [...(photo === null ? [] : [photo.blob]), ...kept.flatMap((one) => one?.blob ?? [])]
}

export interface Piece {
  readonly bytes: Uint8Array
  readonly contacts: number
  /** how many of the ids are done */
  readonly done: number
}

/** vCards of contacts from a place in the list on, until the piece is large enough. Those that are gone are passed over. */
export async function writePiece(
  context: CoreContext,
  ids: readonly string[],
  from: number,
  version: '3.0' | '4.0',
  signal: AbortSignal | undefined,
): Promise<Piece> {
  const pieces: Uint8Array[] = []
  let [done, bytes, contacts] = [from, 0, 0]
  while (done < ids.length && bytes < limits.exportBytes && contacts < limits.exportCards) {
    signal?.throwIfAborted()
    const batch: Contact[] = []
    const blobs = new Map<string, Uint8Array>()
    let held = 0
    while (done < ids.length && batch.length < writtenTogether && held < limits.exportBytes) {
      const contact = await context.stores.records.get('contact', ids[done] ?? '', { priority: 'batch' })
      done++
      if (contact === null) continue
      batch.push(contact)
      for (const hash of blobsOf(contact)) {
        const blob = await context.stores.blobs.get(hash)
        if (blob === null) continue
        blobs.set(hash, blob)
        held += blob.length
      }
    }
    const written = await context.cards.write({ contacts: batch, version, blobs })
    pieces.push(written)
    bytes += written.length
    contacts += batch.length
  }
  return { bytes: joined(pieces, bytes), contacts, done }
}

/** Contacts that are handed to the broker at once. */
const writtenTogether = 50

function joined(pieces: readonly Uint8Array[], length: number): Uint8Array {
  const all = new Uint8Array(length)
  let at = 0
  for (const piece of pieces) {
    all.set(piece, at)
    at += piece.length
  }
  return all
}
