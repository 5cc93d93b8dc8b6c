import { facetOf, type Judgement, part, reason } from './facet.ts'

export interface DeviceFacts {
  readonly credentials: 'keychain' | 'vault-passphrase' | 'vault-key-file' | 'none'
  /** servers that mail is fetched from and handed to, and those of them spoken to by TLS */
  readonly servers: number
  readonly serversByTls: number
  /** certificates trusted by hand */
  readonly trustedByHand: number
  readonly accounts: number
  /** domains whose pictures are always shown */
  readonly shownDomains: number
  readonly silencedAdvice: number
}

const credentials = { keychain: 40, 'vault-passphrase': 40, 'vault-key-file': 15, none: 0 } as const

/** The index of this computer: where its secrets lie, how it speaks to servers, what it lets through. */
export function judgeDevice(device: DeviceFacts): Judgement {
  const { servers, serversByTls, trustedByHand, accounts, shownDomains, silencedAdvice } = device
  const share = servers === 0 ? 1 : serversByTls / servers
  return {
    technic: facetOf([
      reason('credentials', device.credentials, credentials[device.credentials], 40, 'open-keychain'),
      reason('servers', `${serversByTls} of ${servers}`, part(60, share), 60, 'secure-account'),
    ]),
    context: facetOf([
      reason('certificates', trustedByHand, trustedByHand === 0 ? 60 : 25, 60, 'secure-account'),
      reason('accounts', accounts, accounts <= 3 ? 40 : 30, 40),
    ]),
    comportment: facetOf([
      reason('shown-pictures', shownDomains, shownDomains === 0 ? 70 : shownDomains <= 5 ? 50 : 25, 70, 'show-fewer'),
      reason('silenced-advice', silencedAdvice, silencedAdvice === 0 ? 30 : silencedAdvice <= 5 ? 20 : 10, 30),
    ]),
  }
}
