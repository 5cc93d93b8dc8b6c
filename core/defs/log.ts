import { z } from 'zod'

/**
 * One change, as devices will exchange it: fields are last-writer-wins by `clock`, sets go per element
 * (`add`/`remove`), deletes are tombstones (`delete`). Raw bytes never stand here, only their hashes.
 */
export const logEntry = z.object({
  /** hybrid logical clock, sortable text: <ms, 15 digits>-<counter, 4 hex>-<device> */
  clock: z.string(),
  entity: z.enum([
    'message',
    'mailbox',
    'account',
    'draft',
    'outbox',
    'settings',
    'contact',
    'discussion',
    'tag',
    'rule',
  ]),
  id: z.string(),
  kind: z.enum(['set', 'add', 'remove', 'delete']),
  /** field or set name; '' for `delete` */
  field: z.string(),
  value: z.json(),
})
export type LogEntry = z.output<typeof logEntry>
