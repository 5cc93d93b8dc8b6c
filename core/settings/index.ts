export { createSettingsManager, readSettings } from './manager.ts'
