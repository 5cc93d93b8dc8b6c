import { type AuthenticationFact, authenticationFact, type Feature } from '../defs/index.ts'
import type { Verified } from '../ports.ts'

/** Raised when the checks would find something else in the same message: what is stored is then checked anew. */
export const checksVersion = 1

const checks = ['dkim', 'spf', 'dmarc', 'arc'] as const
const names: readonly string[] = checks

/** Features of this noun; everything else in a message's row belongs to the components. */
export const isOurs = ({ name, origin }: Feature): boolean =>
  (names.includes(name) && (origin === 'verified' || origin === 'provider')) ||
  (name === 'tls' && origin === 'provider')

/** The row of a message with these facts in the place of earlier ones. `rules` is what they were found by. */
export function withFacts(row: readonly Feature[], verified: Verified, rules: string): Feature[] {
  const own = checks.map((name): Feature => {
    const fact = name === 'dkim' ? { ...verified[name], rules } : verified[name]
    return { name, value: plain(fact), origin: 'verified' }
  })
  const provider = Object.entries(verified.provider).map(
    ([name, fact]): Feature => ({ name, value: plain(fact), origin: 'provider' }),
  )
  const tls: Feature[] = verified.tls === null ? [] : [{ name: 'tls', value: { ...verified.tls }, origin: 'provider' }]
  return [...row.filter((feature) => !isOurs(feature)), ...own, ...provider, ...tls]
}

/** JSON as features hold it: without fields that are undefined. */
const plain = (fact: AuthenticationFact): Feature['value'] => JSON.parse(JSON.stringify(fact))

/** What a message was checked by, and whether that waits for an answer; null when it was not checked. */
export function checkedBy(row: readonly Feature[]): { readonly rules: string; readonly pending: boolean } | null {
  const own = row.flatMap((feature) => {
    if (feature.origin !== 'verified' || !names.includes(feature.name)) return []
    const fact = authenticationFact.safeParse(feature.value)
    return fact.success ? [fact.data] : []
  })
  const rules = own.find((fact) => fact.rules !== undefined)?.rules
  return rules === undefined ? null : { rules, pending: own.some(({ result }) => result === 'pending') }
}

export const isPending = (verified: Verified): boolean => checks.some((name) => verified[name].result === 'pending')

/** After the last try: what had no answer is not known, and stays so. */
export function settled(verified: Verified): Verified {
  const settle = (fact: AuthenticationFact): AuthenticationFact => ({
    ...fact,
    result: fact.result === 'pending' ? 'unknown' : fact.result,
    ...(fact.others === undefined
      ? {}
      : {
          others: fact.others.map((each) => ({
            ...each,
            result: each.result === 'pending' ? ('unknown' as const) : each.result,
          })),
        }),
  })
  const { dkim, spf, dmarc, arc } = verified
  return { ...verified, dkim: settle(dkim), spf: settle(spf), dmarc: settle(dmarc), arc: settle(arc) }
}
