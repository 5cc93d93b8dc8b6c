export { createNotifications, type Notifications } from './manager.ts'
