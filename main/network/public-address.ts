import { BlockList, isIP, type LookupFunction } from 'node:net'
import { fail } from '../../core/defs/index.ts'

/** What is no place on the public Internet (IANA's special-purpose registries, RFC 6890). */
const reserved = new BlockList()
const reservedV4 = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const
for (const [net, prefix] of reservedV4) reserved.addSubnet(net, prefix, 'ipv4')

/** The one range that is given out to anybody (RFC 4291 2.4), and the parts of it that lead into IPv4 or nowhere. */
const globalV6 = new BlockList()
globalV6.addSubnet('2000::', 3, 'ipv6')
const reservedV6 = new BlockList()
for (const [net, prefix] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const) {
  reservedV6.addSubnet(net, prefix, 'ipv6')
}

/** Whether an address is one of the public Internet: not this computer, not the network that it stands in. */
export function isPublicAddress(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !reserved.check(address, 'ipv4')
    case 6:
      return globalV6.check(address, 'ipv6') && !reservedV6.check(address, 'ipv6')
    default:
      return false
  }
}

/** The same lookup, with every address refused that is not public: decided on what is connected to, not on the name. */
export function publicOnly(lookup: LookupFunction): LookupFunction {
  return (host, options, done) =>
    lookup(host, options, (error, address, family) => {
      if (error !== null) return done(error, address, family)
      const found = typeof address === 'string' ? [{ address, family: family ?? 0 }] : address
      const allowed = found.filter((each) => isPublicAddress(each.address))
      if (allowed.length === 0) return done(notPublic(host), '', 0)
      return typeof address === 'string' ? done(null, address, family) : done(null, allowed)
    })
}

export const notPublic = (host: string) =>
  fail('refused', `${host} is not on the public Internet, so it was not contacted. Nothing was sent.`, { server: host })
