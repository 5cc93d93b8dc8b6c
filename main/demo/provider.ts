import type { Person } from './people.ts'

/** The mail provider of the sample's owner: what it writes on top of a message is believed, nobody else's words are. */
export const provider = 'mx.caliopen.example'

/** How a message came: by a server that signs for its domain, by one that only encrypts the way, or in the clear. */
export type Arrival = 'proven' | 'encrypted-way' | 'clear'

/** The lines that the provider puts on top (RFC 5321 section 4.4, RFC 8601): nearest to the user first. */
export function arrivalLines({ address }: Person, arrival: Arrival, date: Date): string[] {
  const domain = address.slice(address.lastIndexOf('@') + 1)
  const results =
    arrival === 'proven'
      ? [`dkim=pass header.d=${domain}`, `spf=pass smtp.mailfrom=${address}`, `dmarc=pass header.from=${domain}`]
      : ['dkim=none', `spf=none smtp.mailfrom=${address}`, `dmarc=none header.from=${domain}`]
  const at = date.toUTCString().replace('GMT', '+0000')
  return [
    `Authentication-Results: ${[provider, ...results].join(';\r\n ')}`,
    `Received: from mail.${domain} (mail.${domain} [203.0.113.${hostNumber(domain)}])\r\n by ${provider} ${ways[arrival]};\r\n ${at}`,
  ]
}

const ways: Readonly<Record<Arrival, string>> = {
  proven: 'with ESMTPS (version=TLS1_3 cipher=TLS_AES_256_GCM_SHA384)',
  'encrypted-way': 'with ESMTPS (version=TLS1_2 cipher=ECDHE-RSA-AES128-GCM-SHA256)',
  clear: 'with ESMTP',
}

/** Some address out of those that are reserved for documents (RFC 5737), always the same for a domain. */
const hostNumber = (domain: string): number =>
  ([...domain].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % 250) + 1
