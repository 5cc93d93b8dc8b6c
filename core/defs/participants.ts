import { z } from 'zod'

export const participantType = z.enum(['from', 'to', 'cc', 'bcc', 'reply-to', 'sender'])

/** One person or machine on a message. `address` keeps its case and its +tag; `label` is the display name, '' if none. */
export const participant = z.object({
  type: participantType,
  address: z.string(),
  label: z.string(),
})
export type Participant = z.output<typeof participant>
