import { createHash } from 'node:crypto'
import PostalMime from 'postal-mime'
import { mailLeaving } from '../../core/brokers/email/index.ts'
import { describeKey, readCards, toE164, writeCard } from '../../core/brokers/vcard/index.ts'
import { type Account, type AuthenticationFact, type CoreEvent, fail } from '../../core/defs/index.ts'
import { createEvents } from '../../core/events/index.ts'
import { createChangeLog } from '../../core/log/index.ts'
import type {
  CardBroker,
  CoreContext,
  CoreDependencies,
  Logger,
  MailComposer,
  MailReader,
  MailVerifier,
  Outside,
} from '../../core/ports.ts'
import type { EncodedBlob } from '../../storage/contracts/index.ts'
import { createMemoryStores } from '../../storage/memory/index.ts'

export interface FakeContext extends CoreContext {
  readonly clock: { nowMs(): number; advance(ms: number): void }
  readonly emitted: CoreEvent[]
  readonly secrets: Map<string, string>
}

/** A core context without a disk or a network: memory for storage, a clock that is set by hand, counted ids. */
export function createFakeContext(overrides: Partial<CoreDependencies> = {}): FakeContext {
  let now = Date.UTC(2026, 10, 24, 9, 0)
  let ids = 0
  const clock = {
    nowMs: () => now,
    advance(ms: number) {
      now += ms
    },
  }
  const secrets = new Map<string, string>()
  const events = createEvents(silent)
  const emitted: CoreEvent[] = []
  events.subscribe((event) => emitted.push(event))
  return {
    stores: createMemoryStores(),
    random: { id: () => String(++ids).padStart(26, '0') },
    hash: (input) => createHash('sha256').update(input).digest('hex'),
    reader: fakeReader,
    composer: unused,
    cards: fakeCards,
    credentials: {
      get: async (id) => secrets.get(id) ?? null,
      set: async (id, secret) => void secrets.set(id, secret),
      remove: async (id) => void secrets.delete(id),
      describe: async () => ({ kind: 'none', message: 'In memory, for a test.' }),
    },
    outside: quietOutside,
    names: { lookup: async () => ({ kind: 'unreachable', reason: 'offline' }) },
    verifier: unsigned,
    events,
    logger: silent,
    log: createChangeLog(clock, 'test', null),
    ...overrides,
    clock,
    emitted,
    secrets,
  }
}

export const silent: Logger = { debug() {}, info() {}, warn() {}, error() {} }

/** Nothing is found, and every server takes every password. */
const quietOutside: Outside = {
  discover: async () => ({ imap: null, smtp: null, attempts: [] }),
  tryImap: async () => {},
  trySmtp: async () => {},
  readSieve: async () => [],
  fetchImage: async () => {
    throw fail('offline', 'No network in this test.')
  },
  leaveList: async () => {},
}

/** Every message is unsigned. */
const unsigned: MailVerifier = {
  async verify() {
    const none: AuthenticationFact = { result: 'none', domain: null, aligned: false, reason: null, by: null }
    return { dkim: none, spf: none, dmarc: none, arc: none, provider: {}, tls: null }
  },
  authservMentions: async (raws) => raws.map(() => []),
}

const unused: MailComposer = {
  compose: async () => {
    throw new Error('This test composes nothing')
  },
}

/** Reads with a second parser, so that tests do not lean on the one they test. Blobs are kept uncompressed. */
export const fakeReader: MailReader = {
  prepare: async () => [],
  async content(raw) {
    const { text = '', html, headers } = await PostalMime.parse(raw)
    const header = (key: string) => headers.find((each) => each.key === key)?.value
    return {
      text: text.trimEnd(),
      html: html ?? null,
      problem: null,
      truncated: false,
      listUnsubscribe: [],
      listPost: header('list-post') ?? null,
    }
  },
  async part(raw, index) {
    const attachment = (await PostalMime.parse(raw)).attachments[index]
    if (attachment === undefined) throw fail('not-found', 'There is no such part.')
    const { content } = attachment
    return {
      name: attachment.filename ?? '',
      type: attachment.mimeType,
      bytes: typeof content === 'string' ? new TextEncoder().encode(content) : new Uint8Array(content),
    }
  },
  leaving: async (raw) => mailLeaving(raw),
  features: async (raws) => raws.map(() => []),
  remote: async () => [],
  texts: async (raws) => Promise.all(raws.map(async (raw) => (await PostalMime.parse(raw)).text ?? '')),
  encode: async (bytes) => encodeBlob(bytes),
}

/** The broker as it is, without a thread around it. */
const fakeCards: CardBroker = {
  async read({ file, place, country, withBlobs }) {
    const { cards, problems, next } = readCards(file, place, country)
    const blobsOf = (files: (typeof cards)[number]['files']) =>
      withBlobs ? files.map(({ bytes }) => encodeBlob(bytes)) : []
    return { cards: cards.map(({ card, line, files }) => ({ card, line, blobs: blobsOf(files) })), problems, next }
  },
  write: async ({ contacts, version, blobs }) =>
    Buffer.from(contacts.map((contact) => writeCard(contact, { version, blobs })).join('')),
  describe: async ({ numbers, keys, country }) => ({
    e164: numbers.map((number) => toE164(number, country)),
    keys: keys.map(({ kind, text }) => describeKey(kind, text)),
  }),
}

export const encodeBlob = (bytes: Uint8Array): EncodedBlob => ({
  hash: createHash('sha256').update(bytes).digest('hex'),
  codec: 'raw',
  bytes,
  sizeBytes: bytes.length,
})

export const fakeAccount = (change: Partial<Account> = {}): Account => ({
  id: 'account-1',
  protocol: 'imap',
  address: 'ann@example.org',
  name: 'Ann',
  label: 'ann@example.org',
  imap: { host: 'imap.example.org', port: 993, security: 'tls', user: 'ann@example.org' },
  smtp: { host: 'smtp.example.org', port: 465, security: 'tls', user: 'ann@example.org' },
  signature: null,
  paused: false,
  trustedCertificate: null,
  trustedAuthservIds: [],
  createdAtMs: 0,
  ...change,
})
