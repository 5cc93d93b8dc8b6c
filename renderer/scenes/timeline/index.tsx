export { MailScene } from './MailScene.tsx'
