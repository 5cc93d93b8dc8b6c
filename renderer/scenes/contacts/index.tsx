export { ContactsScene } from './ContactsScene.tsx'
