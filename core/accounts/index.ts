export { addressKey, domainOf, isMailAddress } from './address.ts'
export { type AccountManager, createAccountManager } from './manager.ts'
export { hostsOf } from './trust.ts'
