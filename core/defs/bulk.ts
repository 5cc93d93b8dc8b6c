import { z } from 'zod'
import { messageFlags, view } from './messages.ts'
import { command, query } from './operation.ts'
import { listFilter } from './ranges.ts'

/** Everything that a list shows: its rows are found where the data is, so that no ids travel. */
export const wholeList = z.object({
  rows: z.enum(['discussions', 'threads']).default('discussions'),
  view,
  ...listFilter,
  /** rows that were taken out of the selection again */
  except: z.array(z.string()).max(1000).default([]),
})
export type WholeList = z.output<typeof wholeList>

/** What can be done to all of it; the same as the operations of these names on named messages. */
export const bulkAction = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('archive') }),
  z.object({ kind: z.literal('junk') }),
  z.object({ kind: z.literal('remove') }),
  z.object({ kind: z.literal('move'), mailboxId: z.string() }),
  z.object({ kind: z.literal('flags'), set: messageFlags.pick({ seen: true, flagged: true }).partial() }),
  z.object({ kind: z.literal('tag'), add: z.array(z.string()).max(50), remove: z.array(z.string()).max(50) }),
  z.object({ kind: z.literal('importance'), by: z.number().int().min(-20).max(20) }),
])
export type BulkAction = z.output<typeof bulkAction>

export const bulk = {
  count: query('How many rows a list has', wholeList, z.object({ count: z.number().int() })),
  run: command(
    'Do the same to everything in a list; answers when done. What was done before it was stopped stays, and all of it is one step to undo',
    z.object({ list: wholeList, action: bulkAction }),
    z.object({ actionId: z.string().nullable(), changed: z.number().int() }),
  ),
}
