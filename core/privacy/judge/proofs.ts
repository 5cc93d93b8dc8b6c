import { type AuthenticationFact, authenticationFact, type Feature } from '../../defs/index.ts'

/** Only these may raise what says how a message travelled: we found it out, or the provider that the user trusts. */
export const isTrusted = ({ origin }: Pick<Feature, 'origin'>): boolean =>
  origin === 'verified' || origin === 'provider'

export type Proof = 'dmarc' | 'dkim' | 'arc' | 'spf'
export const proofNames: readonly Proof[] = ['dmarc', 'dkim', 'arc', 'spf']

export interface FoundProof extends AuthenticationFact {
  readonly name: Proof
}

/** The checks of a message whose outcome may be relied on. What cannot be read is none. */
export function proofsOf(features: readonly Feature[]): FoundProof[] {
  return features.flatMap((feature) => {
    const name = proofNames.find((known) => known === feature.name)
    if (name === undefined || !isTrusted(feature)) return []
    const parsed = authenticationFact.safeParse(feature.value)
    return parsed.success ? [{ ...parsed.data, name }] : []
  })
}

export const featureValue = (features: readonly Feature[], name: string): Feature['value'] | undefined =>
  features.find((feature) => feature.name === name)?.value

/** Texts of all features of a name: each is a list of them, or one. */
export function textsOf(features: readonly Feature[], name: string): string[] {
  return features.flatMap((feature) => {
    if (feature.name !== name) return []
    const values = Array.isArray(feature.value) ? feature.value : [feature.value]
    return values.flatMap((one) => (typeof one === 'string' ? [one] : []))
  })
}

/** The number in `{count}`, or the value itself. */
export function countOf(features: readonly Feature[], name: string): number {
  const value = featureValue(features, name)
  const count = typeof value === 'object' && value !== null && !Array.isArray(value) ? value['count'] : value
  return typeof count === 'number' && Number.isFinite(count) ? count : 0
}
