export { privacyRules } from './judge/index.ts'
export { createPrivacy, type Privacy, type PrivacyBackground } from './manager.ts'
