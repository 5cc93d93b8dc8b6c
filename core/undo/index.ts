export { createUndo, type Undo } from './undo.ts'
