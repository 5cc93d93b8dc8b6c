export { SettingsScene } from './SettingsScene.tsx'
