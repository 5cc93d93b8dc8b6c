export { labMail, labMessage } from './lab-mail.ts'
export { createSyncRig, labAccount, type SyncRig } from './sync-rig.ts'
export { openTestNetwork, testLine } from './test-network.ts'
