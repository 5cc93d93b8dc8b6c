import { z } from 'zod'
import { actionDone, target } from './messages.ts'
import { command, nothing, query } from './operation.ts'
import { importanceLevel } from './ranges.ts'

/** Colours of the palette (renderer/tokens.css): names, so that both themes can show them readably. */
export const tagColour = z.enum(['grey', 'petrol', 'green', 'amber', 'red', 'purple', 'blue', 'brown'])

/** `system`: ours, cannot be deleted. `imported`: a keyword or label that came with mail. */
export const tag = z.object({
  id: z.string(),
  name: z.string().min(1).max(100),
  colour: tagColour,
  /** what it adds to the importance of what carries it */
  importance: importanceLevel,
  kind: z.enum(['user', 'system', 'imported']),
  /** the IMAP keyword (RFC 9051 2.3.2) or label that stands for it on servers; null: this computer only */
  keyword: z.string().max(200).nullable(),
  createdAtMs: z.number().int(),
})
export type Tag = z.output<typeof tag>

export const tagSummary = tag.extend({ messages: z.number().int(), unread: z.number().int() })
export type TagSummary = z.output<typeof tagSummary>

const editable = tag.pick({ name: true, colour: true, importance: true })

export const tags = {
  list: query('All tags, by name', nothing, z.object({ items: z.array(tagSummary) })),
  create: command('Make a tag', editable.partial({ colour: true, importance: true }), tag),
  update: command(
    'Change a tag; `from` is the state that the change started from',
    z.object({ id: z.string(), from: editable.partial().default({}), set: editable.partial() }),
    tag,
  ),
  remove: command('Delete a tag, and take it off everything', z.object({ id: z.string() }), actionDone),
  apply: command(
    'Tag messages, threads or discussions, and take tags off',
    z.object({ target, add: z.array(z.string()).max(50).default([]), remove: z.array(z.string()).max(50).default([]) }),
    actionDone,
  ),
  suggest: query(
    'Tags that the user gave to messages like this one; a suggestion, never an act',
    z.object({ messageId: z.string() }),
    z.object({ items: z.array(z.object({ tagId: z.string(), because: z.string() })) }),
  ),
}
