export * from './electron.ts'
export { createIpcMain, type FrameDouble } from './ipc.ts'
