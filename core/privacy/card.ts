import type { Authenticity, Feature, PrivacyCard } from '../defs/index.ts'
import {
  countOf,
  featureValue,
  isEncrypted,
  isTrusted,
  type MessageFacts,
  pretenceOf,
  proofsOf,
  textsOf,
} from './judge/index.ts'

/** From which share of their messages on encryption is what one expects of a person. */
const usually = 2

export function cardOf(
  id: string,
  features: readonly Feature[],
  facts: MessageFacts,
  shownDomains: ReadonlySet<string>,
): PrivacyCard {
  const proven = provenDomain(features)
  return {
    id,
    authenticity: authenticityOf(features, facts),
    protection: {
      kind: isEncrypted(features)
        ? 'encrypted'
        : textsOf(features, 'encryption').includes('partly')
          ? 'partly'
          : 'none',
      usual: (facts.author?.habits.encrypts ?? 0) >= usually ? 'encrypted' : 'none',
    },
    trackers: countOf(features, 'trackers'),
    remote: remoteCount(features),
    receipt: featureValue(features, 'receipt') !== undefined,
    showPictures: proven !== null && shownDomains.has(proven),
    riskyFiles: textsOf(features, 'files').flatMap((text) => {
      const [index = '', ...reasons] = text.split(' ')
      return /^\d+$/.test(index) ? [{ index: Number(index), reasons }] : []
    }),
  }
}

/** The domain of the author that a DKIM signature proves, checked by us; null if none does. */
export function provenDomain(features: readonly Feature[]): string | null {
  const own = features.filter(({ origin }) => origin === 'verified')
  const passed = proofsOf(own).find(({ name, result, aligned }) => name === 'dkim' && result === 'pass' && aligned)
  return passed?.domain?.toLowerCase() ?? null
}

function authenticityOf(features: readonly Feature[], facts: MessageFacts): Authenticity {
  const proofs = proofsOf(features)
  const pending =
    proofs.some(({ result }) => result === 'pending') ||
    (proofs.length === 0 && textsOf(features, 'dkim-signature').length > 0)
  const said = (kind: Authenticity['kind'], domain: string | null = null, of: string | null = null): Authenticity => ({
    kind,
    domain,
    of,
    pending: pending && (kind === 'unconfirmed' || kind === 'look-alike'),
  })
  if (facts.own === 'sent') return said('own')
  const pretence = pretenceOf(features, facts.author)
  if (pretence !== null && pretence.feature !== 'like-name') return said('look-alike', null, whomOf(pretence))
  const state = signatureState(features)
  if (state === 'broken') return said('broken')
  if (state === 'known') return said('signed-verified')
  if (state === 'valid') return said('signed')
  const passed = (name: string) =>
    proofs.find((proof) => proof.name === name && proof.result === 'pass' && (proof.aligned || name !== 'dkim'))
  const domain = passed('dmarc') ?? passed('dkim')
  if (domain !== undefined) return said('domain', domain.domain, pretence?.value ?? null)
  const list = passed('arc')
  if (list !== undefined) return said('via-list', list.domain)
  return said('unconfirmed', null, pretence?.value ?? null)
}

/** What it pretends to be, without what it is. */
const whomOf = ({ value }: { readonly value: string }): string => value.split(' > ').at(-1) ?? value

function signatureState(features: readonly Feature[]): string | null {
  for (const feature of features) {
    if (feature.name !== 'signature' || !isTrusted(feature)) continue
    const { value } = feature
    const state = typeof value === 'object' && value !== null && !Array.isArray(value) ? value['state'] : null
    if (typeof state === 'string') return state
  }
  return null
}

function remoteCount(features: readonly Feature[]): number {
  const kinds = featureValue(features, 'remote')
  if (typeof kinds !== 'object' || kinds === null || Array.isArray(kinds)) return 0
  return Object.values(kinds).reduce<number>((sum, count) => sum + (typeof count === 'number' ? count : 0), 0)
}
