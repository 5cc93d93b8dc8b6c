export type { Connection } from './connection.ts'
export { ClientProvider, useClient, useEvent, useLink } from './context.tsx'
export { httpConnection } from './http.ts'
export { ipcConnection } from './ipc.ts'
export { keys, type ListInput, type RowKind } from './keys.ts'
export {
  changeRows,
  fetchList,
  isDiscussion,
  type ListItem,
  type ListPages,
  type LoadedList,
  listKey,
  loadedLists,
  rowsOf,
} from './lists.ts'
export { changeMessages, loadedMessagePages, type MessagePages } from './message-pages.ts'
export { openSession } from './session.ts'
