import { domainToASCII } from 'node:url'
import { type Discovered, fail, toProblem } from '../../../core/defs/index.ts'
import { readAutoconfig } from './autoconfig.ts'
import { completed, type FoundServers, isComplete, nothingFound, usableHost } from './found.ts'
import { findByGuess } from './guess.ts'
import { discoveryLimits } from './limits.ts'
import type { DiscoveryNetwork } from './network.ts'
import { type Provider, providerOfDomain, providerOfMx } from './providers.ts'
import { findBySrv } from './srv.ts'

interface Step {
  readonly method: Discovered['attempts'][number]['method']
  readonly what: string
  find(signal: AbortSignal): Promise<FoundServers>
}

/**
 * Finds the IMAP and SMTP servers of an address: what its domain publishes (SRV, then a configuration file), the
 * providers we know (by domain, then by MX), at last common host names. Ends as soon as both are known; what each step
 * left open, the next may fill. Fails with `invalid` for what is no address and `cancelled`; never because nothing is found.
 */
export async function discoverServers(
  address: string,
  network: DiscoveryNetwork,
  signal?: AbortSignal,
): Promise<Discovered> {
  const mailbox = address.trim()
  const domain = usableHost(domainToASCII(mailbox.slice(mailbox.lastIndexOf('@') + 1)))
  if (mailbox.lastIndexOf('@') < 1 || domain === null) {
    throw fail('invalid', `“${address}” is not an e-mail address. It looks like name@example.org.`, {
      field: 'address',
    })
  }
  const whole = AbortSignal.any([
    AbortSignal.timeout(discoveryLimits.totalMs),
    ...(signal === undefined ? [] : [signal]),
  ])
  let found = nothingFound
  const attempts: Discovered['attempts'] = []
  for (const step of stepsFor(mailbox, domain, network)) {
    const { method, what } = step
    if (isComplete(found) || whole.aborted) {
      attempts.push({ method, what, outcome: 'skipped' })
      continue
    }
    try {
      const answer = await step.find(AbortSignal.any([whole, AbortSignal.timeout(discoveryLimits.attemptMs)]))
      const details = describe(answer)
      attempts.push({
        method,
        what,
        outcome: details === '' ? 'nothing' : 'found',
        ...(details === '' ? {} : { details }),
      })
      found = completed(found, answer)
    } catch (thrown) {
      const { details, message } = toProblem(thrown)
      attempts.push({ method, what, outcome: 'failed', details: details ?? message })
    }
    if (signal?.aborted === true) throw fail('cancelled', 'The search for the servers was stopped.')
  }
  return { ...found, attempts }
}

function stepsFor(address: string, domain: string, network: DiscoveryNetwork): Step[] {
  const configuration = (url: string): Step => ({
    method: 'autoconfig',
    what: url,
    async find(signal) {
      const xml = await network.fetchText(url, discoveryLimits.maxConfigBytes, signal)
      return xml === null ? nothingFound : (readAutoconfig(xml, address) ?? nothingFound)
    },
  })
  const at = (provider: Provider | null): FoundServers =>
    provider === null
      ? nothingFound
      : { imap: { ...provider.imap, user: address }, smtp: { ...provider.smtp, user: address } }
  return [
    { method: 'srv', what: `_imaps._tcp.${domain}`, find: (signal) => findBySrv(network, domain, address, signal) },
    // Without the address: the page would tell its server, and whoever logs there, who asks.
    configuration(`https://autoconfig.${domain}/mail/config-v1.1.xml`),
    configuration(`https://${domain}/.well-known/autoconfig/mail/config-v1.1.xml`),
    { method: 'provider', what: domain, find: async () => at(providerOfDomain(domain)) },
    {
      method: 'mx',
      what: domain,
      find: async (signal) =>
        at(providerOfMx((await network.resolveMx(domain, signal)).map(({ exchange }) => exchange))),
    },
    {
      method: 'guess',
      what: `imap.${domain}, mail.${domain}, ${domain}`,
      find: (signal) => findByGuess(network, domain, address, signal),
    },
  ]
}

function describe({ imap, smtp }: FoundServers): string {
  return [imap, smtp].flatMap((server) => (server === null ? [] : [`${server.host}:${server.port}`])).join(', ')
}
