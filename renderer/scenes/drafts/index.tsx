export { DraftsScene } from './DraftsScene.tsx'
