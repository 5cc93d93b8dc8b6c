export type { Keychain } from './keychain.ts'
export { type CredentialOptions, openCredentials } from './open.ts'
export type { Sealer } from './sealer.ts'
