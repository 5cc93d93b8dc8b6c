import type { Message, RecordNoun } from '../../core/defs/index.ts'
import type { ChangeSet } from '../contracts/index.ts'

/** Hashes of the raw copies of a message. */
export function blobsOfMessage(message: Partial<Pick<Message, 'copies'>>): string[] {
  return (message.copies ?? []).map((copy) => copy.blob)
}

/** Hashes that a record of any noun refers to: attachments of drafts, what the outbox sends, pictures of contacts. */
export function blobsOfRecord(noun: RecordNoun, value: object): string[] {
  if (noun === 'draft') return attachmentsOf(value)
  if (noun === 'contact' || noun === 'contactMerge') return blobsWithin(value)
  if (noun !== 'outbox') return []
  const blob: unknown = Reflect.get(value, 'blob')
  const draft: unknown = Reflect.get(value, 'draft')
  return [
    ...(typeof blob === 'string' ? [blob] : []),
    ...(typeof draft === 'object' && draft !== null ? attachmentsOf(draft) : []),
  ]
}

/** Every hash that a change set refers to from now on. */
export function blobsOfChanges(changes: ChangeSet): string[] {
  return [
    ...(changes.messages ?? []).flatMap(blobsOfMessage),
    ...(changes.messagePatches ?? []).flatMap((patch) => blobsOfMessage(patch.set)),
    ...[...(changes.recordInserts ?? []), ...(changes.recordPuts ?? [])].flatMap((put) =>
      blobsOfRecord(put.noun, put.value),
    ),
    ...(changes.recordPatches ?? []).flatMap((patch) => blobsOfRecord(patch.noun, patch.set)),
  ]
}

/** Contacts name blobs in many places: the picture, and whatever a vCard said at length. */
function blobsWithin(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, inner]) =>
    name === 'blob' && typeof inner === 'string' ? [inner] : blobsWithin(inner),
  )
}

function attachmentsOf(draft: object): string[] {
  const files: unknown = Reflect.get(draft, 'attachments')
  if (!Array.isArray(files)) return []
  return files.map((file: unknown) => (typeof file === 'object' && file !== null ? Reflect.get(file, 'blob') : ''))
}
