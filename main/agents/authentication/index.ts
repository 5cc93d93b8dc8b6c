export { type AuthenticationAgent, createAuthenticationAgent } from './authentication.ts'
