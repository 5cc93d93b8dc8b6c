export { applyPatch, sameJson } from './patch.ts'
export { firstRowOf, fromCursor, rowsPerSecond, sameSecond, toCursor } from './rows.ts'
export { bareSubject, latestPeople, type Person, senderOf } from './threads.ts'
export { hiddenRoles, type ParsedView, parseView } from './views.ts'
