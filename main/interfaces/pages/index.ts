export { pagePolicy } from './policy.ts'
