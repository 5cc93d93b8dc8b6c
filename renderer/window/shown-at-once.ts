import type { QueryClient } from '@tanstack/react-query'
import type { MessageSummary } from '../../core/defs/index.ts'
import {
  changeMessages,
  changeRows,
  type ListItem,
  type ListPages,
  type LoadedList,
  listKey,
  loadedLists,
  loadedMessagePages,
  type MessagePages,
} from '../client/index.ts'

/** What an action does to a row of a list, and to a message: shown at once, before core has done it. */
export type RowChange = (row: ListItem, list: LoadedList) => ListItem | null
export type MessageChange = (message: MessageSummary) => MessageSummary

/** What was shown before, to put back. */
export interface Before {
  readonly lists: readonly LoadedList[]
  readonly messages: ReturnType<typeof loadedMessagePages>
}

export const remembered = (queries: QueryClient): Before => ({
  lists: loadedLists(queries),
  messages: loadedMessagePages(queries),
})

export function restore(queries: QueryClient, { lists, messages }: Before): void {
  for (const list of lists) queries.setQueryData(listKey(list), list.data)
  for (const { key, data } of messages) queries.setQueryData(key, data)
}

export function patchRows(queries: QueryClient, change: RowChange): void {
  for (const list of loadedLists(queries)) {
    queries.setQueryData<ListPages>(listKey(list), (data) => data && changeRows(data, (row) => change(row, list)))
  }
}

export function patchMessages(queries: QueryClient, change: MessageChange): void {
  for (const { key, data } of loadedMessagePages(queries)) {
    const now = new Map<string, MessageSummary>()
    for (const message of data.pages.flatMap(({ items }) => items)) {
      const next = change(message)
      if (next !== message) now.set(message.id, next)
    }
    if (now.size > 0) queries.setQueryData<MessagePages>(key, changeMessages(data, now))
  }
}
