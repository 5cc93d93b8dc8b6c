export { ConnectionsScene } from './ConnectionsScene.tsx'
