import type { Server } from '../../../core/defs/index.ts'

type Place = Omit<Server, 'user'>

/** Servers of big providers, as they publish them; `domains` are those of addresses, `mx` how their mail exchangers end. */
export interface Provider {
  readonly name: string
  readonly domains: readonly string[]
  readonly mx: readonly string[]
  readonly imap: Place
  readonly smtp: Place
}

const tls = (host: string, port: number): Place => ({ host, port, security: 'tls' })
const starttls = (host: string, port: number): Place => ({ host, port, security: 'starttls' })

/**
 * For addresses whose domain publishes nothing, and for own domains that such a provider hosts (found by MX). A short
 * list on purpose: it ages, and what domains publish themselves comes first.
 */
export const providers: readonly Provider[] = [
  {
    name: 'Gmail',
    domains: ['gmail.com', 'googlemail.com'],
    mx: ['google.com', 'googlemail.com'],
    imap: tls('imap.gmail.com', 993),
    smtp: tls('smtp.gmail.com', 465),
  },
  {
    name: 'Outlook.com',
    domains: ['outlook.com', 'hotmail.com', 'live.com', 'msn.com'],
    mx: ['protection.outlook.com'],
    imap: tls('outlook.office365.com', 993),
    smtp: starttls('smtp.office365.com', 587),
  },
  {
    name: 'Yahoo',
    domains: ['yahoo.com', 'ymail.com', 'rocketmail.com', 'yahoo.fr', 'yahoo.de', 'yahoo.co.uk'],
    mx: ['yahoodns.net'],
    imap: tls('imap.mail.yahoo.com', 993),
    smtp: tls('smtp.mail.yahoo.com', 465),
  },
  {
    name: 'iCloud',
    domains: ['icloud.com', 'me.com', 'mac.com'],
    mx: ['mail.icloud.com'],
    imap: tls('imap.mail.me.com', 993),
    smtp: starttls('smtp.mail.me.com', 587),
  },
  {
    name: 'Fastmail',
    domains: ['fastmail.com', 'fastmail.fm'],
    mx: ['messagingengine.com'],
    imap: tls('imap.fastmail.com', 993),
    smtp: tls('smtp.fastmail.com', 465),
  },
  {
    name: 'GMX',
    domains: ['gmx.de', 'gmx.net', 'gmx.at', 'gmx.ch'],
    mx: ['gmx.net'],
    imap: tls('imap.gmx.net', 993),
    smtp: tls('mail.gmx.net', 465),
  },
  {
    name: 'WEB.DE',
    domains: ['web.de'],
    mx: ['web.de'],
    imap: tls('imap.web.de', 993),
    smtp: starttls('smtp.web.de', 587),
  },
  {
    name: 'Posteo',
    domains: ['posteo.de', 'posteo.net', 'posteo.eu'],
    mx: ['posteo.de'],
    imap: tls('posteo.de', 993),
    smtp: tls('posteo.de', 465),
  },
  {
    name: 'mailbox.org',
    domains: ['mailbox.org'],
    mx: ['mailbox.org'],
    imap: tls('imap.mailbox.org', 993),
    smtp: tls('smtp.mailbox.org', 465),
  },
  {
    name: 'Gandi',
    domains: [],
    mx: ['mail.gandi.net'],
    imap: tls('mail.gandi.net', 993),
    smtp: tls('mail.gandi.net', 465),
  },
  {
    name: 'OVH',
    domains: [],
    mx: ['mail.ovh.net'],
    imap: tls('ssl0.ovh.net', 993),
    smtp: tls('ssl0.ovh.net', 465),
  },
  {
    name: 'Infomaniak',
    domains: ['ik.me', 'etik.com'],
    mx: ['mxpool.infomaniak.com', 'mta-gw.infomaniak.ch'],
    imap: tls('mail.infomaniak.com', 993),
    smtp: tls('mail.infomaniak.com', 465),
  },
  {
    name: 'Free',
    domains: ['free.fr'],
    mx: ['mx1.free.fr', 'mx2.free.fr'],
    imap: tls('imap.free.fr', 993),
    smtp: tls('smtp.free.fr', 465),
  },
]

export const providerOfDomain = (domain: string): Provider | null =>
  providers.find(({ domains }) => domains.includes(domain)) ?? null

/** The provider whose mail exchangers these are. */
export function providerOfMx(exchanges: readonly string[]): Provider | null {
  const hosts = exchanges.map((exchange) => exchange.toLowerCase().replace(/\.$/, ''))
  const belongs = (host: string, end: string): boolean => host === end || host.endsWith(`.${end}`)
  return providers.find(({ mx }) => hosts.some((host) => mx.some((end) => belongs(host, end)))) ?? null
}
