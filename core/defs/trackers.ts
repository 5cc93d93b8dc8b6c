import rules from './tracker-rules.json' with { type: 'json' }

/** What a tracker is, by tracker-rules.json: each rule with its company, and where it is known from. */
export interface TrackerSign {
  /** `known-host`: a company's own host. `address`: the shape that mailing programs give such addresses on any host */
  readonly reason: 'known-host' | 'address'
  readonly company: string | null
}

interface Service {
  readonly company: string
  readonly opens: RegExp | null
  readonly clicks: RegExp | null
}

const pattern = (source: string | undefined): RegExp | null => (source === undefined ? null : new RegExp(source, 'i'))

/** By the end of the host name: `sendgrid.net` stands for all hosts below it. */
function byHost<T>(entries: readonly { readonly hosts: readonly string[]; readonly value: T }[]): Map<string, T[]> {
  const found = new Map<string, T[]>()
  for (const { hosts, value } of entries) {
    for (const host of hosts) found.set(host, [...(found.get(host) ?? []), value])
  }
  return found
}

const services = byHost<Service>(
  rules.services.map(({ company, hosts, ...paths }) => ({
    hosts,
    value: {
      company,
      opens: pattern('opens' in paths ? paths.opens : undefined),
      clicks: pattern('clicks' in paths ? paths.clicks : undefined),
    },
  })),
)
const redirectors = byHost(
  rules.redirectors.map(({ hosts, ...entry }) => ({ hosts, value: pattern('paths' in entry ? entry.paths : '.') })),
)
const together = (patterns: readonly { readonly pattern: string }[]): RegExp =>
  new RegExp(patterns.map(({ pattern: source }) => source).join('|'), 'i')
const openingPaths = together(rules.openingPaths)
const clickPaths = together(rules.clickPaths)
const parameters = new Map(rules.parameters.map(({ name, company }) => [name, company]))

/** What is known of a host and of each domain above it. */
function* known<T>(table: ReadonlyMap<string, readonly T[]>, host: string): Generator<T> {
  for (let at = host; at !== ''; ) {
    yield* table.get(at) ?? []
    const dot = at.indexOf('.')
    at = dot < 0 ? '' : at.slice(dot + 1)
  }
}

/**
 * Whether fetching this address by itself would tell somebody that the message was opened. `host` in lower case; `path`
 * with its query, from the first slash.
 */
export function openingSign(host: string, path: string): TrackerSign | null {
  for (const { company, opens } of known(services, host)) {
    if (opens?.test(path) === true) return { reason: 'known-host', company }
  }
  const end = path.search(/[?#]/)
  return openingPaths.test(end < 0 ? path : path.slice(0, end)) ? { reason: 'address', company: null } : null
}

/** Whether following this link goes by somebody who counts who followed it. */
export function clickSign(host: string, path: string): TrackerSign | null {
  for (const { company, clicks } of known(services, host)) {
    if (clicks?.test(path) === true) return { reason: 'known-host', company }
  }
  return clickPaths.test(path) ? { reason: 'address', company: null } : null
}

/** Whether this address is known to lead on to others' addresses: it checks them, counts them or makes them short. */
export function leadsOn(host: string, path: string): boolean {
  for (const paths of known(redirectors, host)) if (paths?.test(path) === true) return true
  return false
}

/** Parameters of an address that name the person who follows it, with the company they come from. */
export function trackingParameters(path: string): { readonly name: string; readonly company: string }[] {
  const start = path.indexOf('?')
  if (start < 0) return []
  return path
    .slice(start + 1)
    .split(/[&;#]/, 50)
    .flatMap((pair) => {
      const name = pair.split('=', 1)[0] ?? ''
      const company = parameters.get(name)
      return company === undefined ? [] : [{ name, company }]
    })
}
