export { labMail, labMessage } from './lab-mail.ts'
export { createSyncRig, labAccount, type SyncRig, type SyncRigOptions } from './sync-rig.ts'
