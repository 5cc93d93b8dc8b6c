export { createIpcMain, type FrameDouble } from './ipc.ts'
