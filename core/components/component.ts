import type { FeatureOrigin, Participant } from '../defs/index.ts'

/** What a component may be given of a message. What it does not ask for is empty in its view. */
export type Source = 'headers' | 'people' | 'text' | 'html' | 'files'

/** A header field as it came: lower-case name, value unfolded, bytes as latin1. */
export interface HeaderField {
  readonly name: string
  readonly value: string
}

/** An attachment or other part that is not text of the message. Its bytes are read only when they are asked for. */
export interface FileView {
  /** as the sender wrote it: it may hold anything */
  readonly name: string
  /** media type as the sender claims it, lower case */
  readonly type: string
  readonly sizeBytes: number
  /** the first bytes, at most `count` */
  head(count: number): Uint8Array
  /** the last bytes, at most `count`; fewer, or none, when the end of the part was not kept */
  tail(count: number): Uint8Array
}

/** A message as components see it. Text and HTML are cut at the component's limit, headers and files at fixed ones. */
export interface MailView {
  /** top of the message first */
  readonly headers: readonly HeaderField[]
  readonly people: readonly Participant[]
  readonly text: string
  readonly html: string | null
  readonly files: readonly FileView[]
}

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

/** Features by name. */
export type Findings = { readonly [feature: string]: Json }

/**
 * A plug-in: reads a message, yields facts about it. It must be pure (the same message gives the same findings), must not
 * throw for what a message contains, and must do with its budget. doc/components.md shows one.
 */
export interface Component {
  /** lower case, letters, digits and hyphens; each once */
  readonly name: string
  /** raised when it would find something else in the same message: what is stored is then found anew */
  readonly version: number
  readonly reads: readonly Source[]
  /** features of other components that it is given: those run before it */
  readonly needs?: readonly string[]
  /**
   * The features that it may yield, and who vouches for each. `header` and `body` are the sender's word; `verified` is
   * for what cannot be forged.
   */
  readonly yields: { readonly [feature: string]: FeatureOrigin }
  readonly limits: {
    /** after this it is not waited for any longer, and what it found is not taken */
    readonly timeMs: number
    /** how much it is given of the text and of the HTML, in UTF-16 units each */
    readonly chars: number
  }
  run(mail: MailView, found: Findings): Findings | Promise<Findings>
}
