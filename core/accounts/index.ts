export { addressKey, domainOf, isMailAddress } from './address.ts'
