import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readAutoconfig } from './autoconfig.ts'
import { type DiscoveryNetwork, discoverServers } from './index.ts'
import { discoveryLimits } from './limits.ts'

const silent: DiscoveryNetwork = {
  resolveSrv: async () => [],
  resolveMx: async () => [],
  fetchText: async () => null,
  answersTls: async () => false,
}
const config = (incoming: string, outgoing = '') =>
  `<?xml version="1.0"?><clientConfig version="1.1"><emailProvider id="x"><domain>example.org</domain>${incoming}${outgoing}</emailProvider></clientConfig>`
const incoming = (type: string, host: string, port: string, socket: string, user = '%EMAILADDRESS%') =>
  `<incomingServer type="${type}"><hostname>${host}</hostname><port>${port}</port><socketType>${socket}</socketType><username>${user}</username><authentication>password-cleartext</authentication></incomingServer>`
const outgoing = `<outgoingServer type="smtp"><hostname>smtp.example.org</hostname><port>465</port><socketType>SSL</socketType></outgoingServer>`

describe('the servers of an address', () => {
  test('are those that its domain publishes in DNS, the preferred record first', async () => {
    const found = await discoverServers('ann@example.org', {
      ...silent,
      resolveSrv: async (name) =>
        name === '_imaps._tcp.example.org'
          ? [
              { name: 'backup.example.org', port: 993, priority: 20, weight: 0 },
              { name: 'imap.example.org.', port: 1993, priority: 10, weight: 5 },
            ]
          : name === '_submission._tcp.example.org'
            ? [{ name: 'smtp.example.org', port: 587, priority: 0, weight: 0 }]
            : [],
    })
    expect(found.imap).toEqual({ host: 'imap.example.org', port: 1993, security: 'tls', user: 'ann@example.org' })
    expect(found.smtp).toMatchObject({ host: 'smtp.example.org', port: 587, security: 'starttls' })
    expect(found.attempts.map(({ method, outcome }) => `${method} ${outcome}`)).toEqual([
      'srv found',
      'autoconfig skipped',
      'autoconfig skipped',
      'provider skipped',
      'mx skipped',
      'guess skipped',
    ])
  })

  test('a dot for a name in DNS means that there is no such service', async () => {
    const network = { ...silent, resolveSrv: async () => [{ name: '.', port: 0, priority: 0, weight: 0 }] }
    expect(await discoverServers('ann@example.org', network)).toMatchObject({ imap: null, smtp: null })
  })

  test('are read from its configuration file, and no address is given away for it', async () => {
    const asked: string[] = []
    const found = await discoverServers('ann.lee@example.org', {
      ...silent,
      async fetchText(url) {
        asked.push(url)
        return url.startsWith('https://autoconfig.')
          ? null
          : config(
              incoming('pop3', 'pop.example.org', '995', 'SSL') +
                incoming('imap', 'imap.example.org', '993', 'SSL', '%EMAILLOCALPART%'),
              outgoing,
            )
      },
    })
    expect(found.imap).toEqual({ host: 'imap.example.org', port: 993, security: 'tls', user: 'ann.lee' })
    expect(found.smtp).toMatchObject({ host: 'smtp.example.org', user: 'ann.lee@example.org' })
    expect(asked).toEqual([
      'https://autoconfig.example.org/mail/config-v1.1.xml',
      'https://example.org/.well-known/autoconfig/mail/config-v1.1.xml',
    ])
  })

  test('of a known provider need no network, and its hosted domains are known by their mail exchangers', async () => {
    expect((await discoverServers('ann@gmail.com', silent)).imap).toMatchObject({ host: 'imap.gmail.com', port: 993 })
    const hosted = await discoverServers('ann@example.org', {
      ...silent,
      resolveMx: async () => [{ exchange: 'in1-smtp.messagingengine.com', priority: 10 }],
    })
    expect(hosted.imap?.host).toBe('imap.fastmail.com')
    const alike = await discoverServers('ann@example.org', {
      ...silent,
      resolveMx: async () => [{ exchange: 'notgoogle.com', priority: 10 }],
    })
    expect(alike.imap).toBeNull()
  })

  test('are guessed at last, where something answers that may be trusted', async () => {
    const tried: string[] = []
    const found = await discoverServers('ann@example.org', {
      ...silent,
      async answersTls(host, port) {
        tried.push(`${host}:${port}`)
        return host === 'mail.example.org'
      },
    })
    expect(found.imap).toMatchObject({ host: 'mail.example.org', port: 993, security: 'tls' })
    expect(found.smtp).toMatchObject({ host: 'mail.example.org', port: 465, security: 'tls' })
    expect(tried).toContain('imap.example.org:993')
  })

  test('that nobody knows are no failure: every attempt is listed, and why it failed', async () => {
    const found = await discoverServers('ann@bücher.example', {
      ...silent,
      resolveSrv: async () => {
        throw new Error('queryTimeout')
      },
    })
    expect(found.imap).toBeNull()
    expect(found.attempts[0]).toMatchObject({
      outcome: 'failed',
      details: 'queryTimeout',
      what: '_imaps._tcp.xn--bcher-kva.example',
    })
    expect(found.attempts.slice(1).map(({ outcome }) => outcome)).toEqual(Array.from({ length: 5 }, () => 'nothing'))
  })

  test('are not looked for when it is no address, and the search can be stopped', async () => {
    for (const address of ['', 'ann', '@example.org', 'ann@', 'ann@exa mple', 'ann@localhost']) {
      await expect(discoverServers(address, silent)).rejects.toMatchObject({ code: 'invalid' })
    }
    const abort = new AbortController()
    const network: DiscoveryNetwork = {
      ...silent,
      resolveSrv: (_, signal) =>
        new Promise((__, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
    }
    const searching = discoverServers('ann@example.org', network, abort.signal)
    abort.abort()
    await expect(searching).rejects.toMatchObject({ code: 'cancelled' })
  })
})

describe('a configuration file', () => {
  test('without TLS, with nonsense or with tricks gives no server', () => {
    const read = (xml: string) => readAutoconfig(xml, 'ann@example.org')
    expect(read(config(incoming('imap', 'imap.example.org', '143', 'plain')))?.imap).toBeNull()
    expect(read(config(incoming('imap', 'imap.example.org', '99999', 'SSL')))?.imap).toBeNull()
    expect(read(config(incoming('imap', 'evil host/', '993', 'SSL')))?.imap).toBeNull()
    expect(read('<html><body>Not found</body></html>')).toBeNull()
    expect(read(`<!DOCTYPE x [<!ENTITY a "aaaaaaaa">]>${config('')}`)).toBeNull()
    expect(read(config('<incomingServer type="imap"><hostname>'))).toBeNull()
    expect(read('')).toBeNull()
  })

  test('of any content never stops the search', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), fc.string({ maxLength: 50 }), (noise, host) => {
        readAutoconfig(noise, 'ann@example.org')
        const found = readAutoconfig(config(incoming('imap', host, '993', 'SSL')), 'ann@example.org')
        if (found?.imap != null) expect(found.imap.host).toMatch(/^[a-z0-9.-]+$/)
      }),
    )
    expect(discoveryLimits.maxConfigBytes).toBeGreaterThan(40_000)
  })
})
