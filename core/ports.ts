import type { EncodedBlob, SearchRow, Stores } from '../storage/contracts/index.ts'
import type {
  Account,
  Attachment,
  AuthenticationFact,
  Contact,
  ContactKey,
  CoreEvent,
  Discovered,
  Draft,
  Feature,
  HopsFact,
  Participant,
  RemoteContent,
  Server,
  ServerScript,
} from './defs/index.ts'
import type { ChangeLog } from './log/index.ts'

/** The outside, passed in: core reads no clock, no random source, no file and no network by itself. */
export interface Clock {
  nowMs(): number
}

export interface Random {
  /** 128 random bits as 26 lower-case base32 characters */
  id(): string
}

/** SHA-256, lower-case hex. Text is hashed as UTF-8. */
export type Hash = (input: Uint8Array | string) => string

export interface Events {
  emit(event: CoreEvent): void
  /** returns what ends the subscription; a listener that throws is reported and does not stop the others */
  subscribe(listener: (event: CoreEvent) => void): () => void
}

/** Structured diagnostics. Never message text, addresses only where a person needs them to act, never credentials. */
export interface Logger {
  debug(message: string, facts?: Record<string, unknown>): void
  info(message: string, facts?: Record<string, unknown>): void
  warn(message: string, facts?: Record<string, unknown>): void
  error(message: string, facts?: Record<string, unknown>): void
}

/** One message made ready for ingest by an ingest thread: everything that costs CPU is done. Plain data. */
export interface PreparedMail {
  /** SHA-256 of the header block without the empty line, line ends as LF: the same for an mbox and an IMAP copy */
  readonly headerHash: string
  /** SHA-256 of all bytes with LF line ends: what a message without Message-ID is known by; null where it has one or its
   * body has not come */
  readonly contentHash: string | null
  /** compressed bytes; null when only headers were given */
  readonly blob: EncodedBlob | null
  readonly bodyState: 'pending' | 'full' | 'unreadable'
  readonly problem: string | null
  readonly messageId: string | null
  readonly inReplyTo: readonly string[]
  readonly references: readonly string[]
  readonly listId: string | null
  /** where the list takes posts (RFC 2369 List-Post), null if nowhere or it does not say */
  readonly listPost: string | null
  /** the Date header; null when absent or unreadable */
  readonly dateMs: number | null
  /** date of the topmost Received header; null when absent */
  readonly topReceivedMs: number | null
  readonly subject: string
  readonly participants: readonly Participant[]
  readonly attachments: readonly Attachment[]
  readonly excerpt: string
  readonly hasLink: boolean
  readonly hasInvite: boolean
  readonly sizeBytes: number
  /** the first words of the text, lower case, parted by spaces: tells a list's copy from another message with the same Message-ID */
  readonly opening: string
  readonly search: Omit<SearchRow, 'messageId'>
  /** what the components found in headers and body (core/components) */
  readonly features: readonly Feature[]
}

export interface MailContent {
  readonly text: string
  readonly html: string | null
  readonly problem: string | null
  readonly truncated: boolean
  readonly listUnsubscribe: readonly string[]
  readonly listPost: string | null
}

/** What the headers of a message say of leaving its list. */
export interface LeavingHeaders {
  /** `mailto:` and web addresses, in the list's order of preference */
  readonly addresses: readonly string[]
  readonly isOneClick: boolean
  /** the DKIM signatures that cover it; whether they hold is not known here */
  readonly coveredBy: readonly { readonly domain: string; readonly selector: string }[]
}

export interface MailPart {
  readonly name: string
  readonly type: string
  readonly bytes: Uint8Array
}

export interface ReaderOptions {
  readonly signal?: AbortSignal | undefined
  readonly priority?: 'interactive' | 'batch' | undefined
}

/** Reading of raw messages, in threads of its own (main/workers). Never throws for what a message contains. */
export interface MailReader {
  /** same order as asked */
  prepare(
    raws: readonly { readonly bytes: Uint8Array; readonly headersOnly: boolean }[],
    options?: ReaderOptions,
  ): Promise<PreparedMail[]>
  content(raw: Uint8Array, options?: ReaderOptions): Promise<MailContent>
  /** what the components find, for messages that are stored already; same order; none where unreadable */
  features(raws: readonly Uint8Array[], options?: ReaderOptions): Promise<Feature[][]>
  /** everything remote in a message, and what would tell on its reader */
  remote(raw: Uint8Array, options?: ReaderOptions): Promise<RemoteContent[]>
  leaving(raw: Uint8Array, options?: ReaderOptions): Promise<LeavingHeaders>
  /** `not-found` if there is no such part */
  part(raw: Uint8Array, index: number, options?: ReaderOptions): Promise<MailPart>
  /** plain text of bodies, for snippets; same order; '' where unreadable */
  texts(raws: readonly Uint8Array[], options?: ReaderOptions): Promise<string[]>
  /** compress bytes for the blob store (drafts' attachments, composed messages) */
  encode(bytes: Uint8Array): Promise<EncodedBlob>
}

/** What a vCard says of a contact: all but what belongs to this address book. */
export type CardContact = Omit<
  Contact,
  'id' | 'own' | 'confirmed' | 'tagIds' | 'revision' | 'createdAtMs' | 'updatedAtMs'
>

/** A place in a file of vCards: between two cards. */
export interface CardPlace {
  readonly offset: number
  /** from 1 */
  readonly line: number
}

export interface ReadCard {
  readonly card: CardContact
  readonly line: number
  /** pictures and long values that the card names by their hash; empty unless asked for */
  readonly blobs: readonly EncodedBlob[]
}

export interface CardSlice {
  readonly cards: readonly ReadCard[]
  /** `card`: by its place in `cards` */
  readonly problems: readonly { readonly card: number | null; readonly line: number; readonly message: string }[]
  /** null at the end of the file */
  readonly next: CardPlace | null
}

/** vCards 2.1, 3.0 and 4.0 <-> contacts, in the ingest threads. Never throws for what a file contains. */
export interface CardBroker {
  /** Some cards of a file from a place on. `country`: ISO 3166, for national numbers. */
  read(
    request: {
      readonly file: Uint8Array
      readonly place: CardPlace
      readonly country: string | null
      readonly withBlobs: boolean
    },
    options?: ReaderOptions,
  ): Promise<CardSlice>
  /** `blobs`: those that the contacts name, by hash; what is missing is left out */
  write(
    request: {
      readonly contacts: readonly CardContact[]
      readonly version: '3.0' | '4.0'
      readonly blobs: ReadonlyMap<string, Uint8Array>
    },
    options?: ReaderOptions,
  ): Promise<Uint8Array>
  /** What can be told of numbers and keys; same order as asked. */
  describe(request: {
    readonly numbers: readonly string[]
    readonly country: string | null
    readonly keys: readonly Pick<ContactKey, 'kind' | 'text'>[]
  }): Promise<{
    readonly e164: readonly (string | null)[]
    readonly keys: readonly Pick<ContactKey, 'id' | 'fingerprint' | 'createdAtMs'>[]
  }>
}

/** Draft -> RFC 5322 bytes. Deterministic for the same input. Bcc never stands in them. */
export interface MailComposer {
  compose(input: {
    readonly draft: Draft
    readonly account: Account
    readonly messageId: string
    readonly dateMs: number
    /** content of `draft.attachments` by blob hash */
    readonly blobs: ReadonlyMap<string, Uint8Array>
  }): Promise<{ readonly bytes: Uint8Array; readonly envelopeFrom: string; readonly envelopeTo: readonly string[] }>
}

/** Secrets, kept outside the database. Fails with `locked` when the keychain or vault cannot be opened. */
export interface Credentials {
  get(accountId: string): Promise<string | null>
  set(accountId: string, secret: string): Promise<void>
  remove(accountId: string): Promise<void>
  describe(): Promise<{ kind: 'keychain' | 'vault-passphrase' | 'vault-key-file' | 'none'; message: string }>
}

/** What core asks of the protocols when an account is set up and pictures are shown. */
export interface Outside {
  discover(address: string, signal?: AbortSignal): Promise<Discovered>
  /** signs in and out again; fails with `auth`, `certificate`, `offline`, `refused`, `timeout` naming the server */
  tryImap(server: Server, password: string, trustedCertificate: string | null, signal?: AbortSignal): Promise<void>
  trySmtp(server: Server, password: string, trustedCertificate: string | null, signal?: AbortSignal): Promise<void>
  /**
   * the filters that the mail server of an account runs by itself (ManageSieve, RFC 5804), without changing them. Fails
   * like `tryImap`, and with `unsupported` when there is no such server
   */
  readSieve(account: Account, password: string, signal?: AbortSignal): Promise<SieveScript[]>
  /** GET without cookies or referrer, bounded in size and time; answers pictures only */
  fetchImage(url: string, messageId: string, signal?: AbortSignal): Promise<MailPart>
  /**
   * tells the server of a list that somebody leaves it (RFC 8058): one POST to a public address, without cookies, and no
   * redirect is followed. Fails with `invalid`, `refused`, `offline`, `timeout`, `certificate`, naming the server
   */
  leaveList(url: string, messageId: string, signal?: AbortSignal): Promise<void>
}

export type SieveScript = Omit<ServerScript, 'accountId'>

export type NameType = 'TXT' | 'MX' | 'A' | 'AAAA' | 'PTR' | 'CNAME'

/**
 * What the DNS says of a name. `records`: TXT with the strings of a record joined, MX as `10 mx.example.org`, the rest as
 * written. `exists`: the name is there, without records of that type.
 */
export type NameAnswer =
  | { readonly kind: 'found'; readonly records: readonly string[] }
  | { readonly kind: 'none'; readonly exists: boolean }
  | { readonly kind: 'unreachable'; readonly reason: 'no-answer' | 'bad-answer' | 'offline' }

/** Questions to the DNS, through the one place that opens sockets. Never throws but for an aborted signal. */
export interface NameService {
  lookup(name: string, type: NameType, options?: { readonly signal?: AbortSignal | undefined }): Promise<NameAnswer>
}

/** An answer, and the days (since 1970, UTC) between which it was heard. */
export type HeardAnswer = NameAnswer & { readonly heardFromDay: number; readonly heardToDay: number }

export interface VerifyQuestion {
  /** when the message came */
  readonly receivedMs: number
  /** who may write Authentication-Results that count (RFC 8601 authserv-id, lower case) */
  readonly authservIds: readonly string[]
  /** hosts of the user's provider: whose Received lines are believed */
  readonly hosts: readonly string[]
}

/** What is known of a message's authenticity. `provider`: by its own words in this message. */
export interface Verified {
  readonly dkim: AuthenticationFact
  readonly spf: AuthenticationFact
  readonly dmarc: AuthenticationFact
  readonly arc: AuthenticationFact
  readonly provider: { readonly [check in 'dkim' | 'spf' | 'dmarc']?: AuthenticationFact }
  readonly tls: HopsFact | null
}

/** Who wrote Authentication-Results into a message. `own`: it stands where only a provider of that name can have put it. */
export interface AuthservMention {
  readonly authservId: string
  readonly own: boolean
}

/** Checks of signatures, in a thread of its own (main/workers). Never throws for what a message contains. */
export interface MailVerifier {
  verify(
    raw: Uint8Array,
    question: VerifyQuestion,
    ask: (name: string, type: NameType) => Promise<HeardAnswer>,
    options?: { readonly signal?: AbortSignal | undefined },
  ): Promise<Verified>
  /** same order as given; `hosts` as in VerifyQuestion */
  authservMentions(raws: readonly Uint8Array[], hosts: readonly string[]): Promise<AuthservMention[][]>
}

export interface CoreDependencies {
  readonly stores: Stores
  readonly clock: Clock
  readonly random: Random
  readonly hash: Hash
  readonly reader: MailReader
  readonly composer: MailComposer
  readonly cards: CardBroker
  readonly credentials: Credentials
  readonly outside: Outside
  readonly names: NameService
  readonly verifier: MailVerifier
  readonly events: Events
  readonly logger: Logger
}

/** What every manager is made of: the outside and the log of changes. */
export interface CoreContext extends CoreDependencies {
  readonly log: ChangeLog
}
