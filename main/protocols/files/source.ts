import type { Problem } from '../../../core/defs/index.ts'

/** A message that a file holds, or the reason why a part of the file is none. */
export type FileMessage =
  | {
      readonly kind: 'message'
      readonly bytes: Uint8Array
      readonly flags: readonly string[]
      readonly receivedMs: number | null
      /** when its file was last written; absent where that says nothing of the message */
      readonly fileMs?: number
      readonly source: string
      readonly offset: number
      /** where reading goes on after this message (mbox); the offset of the next one */
      readonly endOffset: number
    }
  | { readonly kind: 'failure'; readonly problem: Problem & { readonly source: string; readonly offset: number } }

/** Something that holds messages for one mailbox: a file, or one mailbox folder of a Maildir. */
export interface MailSource {
  /** the file or folder, as the user named it or found beneath what they named */
  readonly path: string
  /** where its messages go, parts parted by `/` */
  readonly mailboxPath: string
  /** bytes (files) or messages (Maildir): progress is counted in them */
  readonly size: number
  /** changes when the content does: a reading is only resumed on the same content */
  readonly version: string
  /** true when reading can begin in the middle */
  readonly resumable: boolean
  messages(fromOffset: number): AsyncIterable<FileMessage>
}
