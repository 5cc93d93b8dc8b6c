import { fail, type Handlers, type Operations } from '../defs/index.ts'
import type { CoreContext } from '../ports.ts'

/** Threads as lists and the reader see them. */
export function createThreadManager({ stores }: CoreContext): Handlers<Operations['threads']> {
  return {
    list: ({ view, unread, importance, cursor, limit }, call) =>
      stores.threads.list({ view, unread, importance, cursor, limit }, call),
    async get({ id }, call) {
      const [thread] = await stores.threads.get([id], call)
      if (thread === undefined) throw gone()
      return thread
    },
    async messages({ id, cursor, limit }, call) {
      const page = await stores.threads.messages(id, cursor, limit, call)
      if (page.items.length === 0 && cursor === undefined) throw gone()
      return page
    },
  }
}

const gone = () =>
  fail('not-found', 'This conversation is not here any more. It was deleted, or became part of another one.')
