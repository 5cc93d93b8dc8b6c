export type { Keychain } from './keychain.ts'
export { createLazyCredentials } from './lazy.ts'
export { type CredentialOptions, openCredentials } from './open.ts'
export type { Sealer } from './sealer.ts'
