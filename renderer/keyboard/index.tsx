export { chordText, isMac } from './chords.ts'
export { KeyboardPage } from './KeyboardPage.tsx'
export { KeyboardProvider, useCommands, useRegistry } from './KeyboardProvider.tsx'
export type { Command } from './registry.ts'
