export { createPrivacy, type Privacy, type PrivacyBackground } from './manager.ts'
