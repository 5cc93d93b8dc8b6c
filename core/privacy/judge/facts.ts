/**
 * What the user knows of an address. `confirmed`: a contact that the user made or confirmed. `met`: one that was collected
 * because the user wrote to it. `unknown`: nothing.
 */
export type Standing = 'confirmed' | 'met' | 'unknown'

/** Habits of one person, in fifths: 0 never, 4 always (half-way and more count down, so that a score moves seldom). */
export interface Habits {
  /** messages that were looked at: at most the latest of them */
  readonly messages: number
  readonly encrypts: number
  readonly signs: number
  /** its domain was confirmed */
  readonly proven: number
  /** no trackers, no receipts asked for */
  readonly quiet: number
  /** 0 nobody wrote, 1 one side did, 2 to 4 both did, and how often */
  readonly mutual: number
  /** offers a key with its messages (Autocrypt) */
  readonly offersKey: boolean
  /** how often the user answered an encrypted message in the clear */
  readonly answersInClear: number
}

export const noHabits: Habits = {
  messages: 0,
  encrypts: 0,
  signs: 0,
  proven: 0,
  quiet: 0,
  mutual: 0,
  offersKey: false,
  answersInClear: 0,
}

/** Whom an author pretends to be: a domain that looks like `of`, or the name of somebody whose address is `of`. */
export interface Pretence {
  readonly kind: 'domain' | 'name'
  readonly of: string
}

export interface PersonFacts {
  /** lower case */
  readonly address: string
  readonly standing: Standing
  /** of the best public key that the contact has */
  readonly key: 'compared' | 'stored' | 'none'
  readonly pretends: Pretence | null
  readonly habits: Habits
}

/** What a message is judged by beside its features: all of it from the user's own data, none of it from the sender. */
export interface MessageFacts {
  /** null when the user wrote it, or nobody is named */
  readonly author: PersonFacts | null
  /** everybody else but the user */
  readonly others: readonly PersonFacts[]
  /** `sent`: the user's own copy, from its Sent mailbox or outbox. `claimed`: only the From line says so */
  readonly own: 'sent' | 'claimed' | null
  /** whether the user's own account hands its mail on by TLS; for `sent` */
  readonly submissionByTls: boolean
  /** addresses on it, the user's among them */
  readonly audience: number
  readonly listId: string | null
}
