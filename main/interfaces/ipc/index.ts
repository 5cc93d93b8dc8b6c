export { answerCalls, type IpcMain } from './calls.ts'
export { channels } from './channels.ts'
export { sendEvents } from './events.ts'
