import { z } from 'zod'

export const importanceLevel = z.number().int().min(-10).max(10)

/** A range of importance, both ends inclusive. */
export const importanceRange = z
  .object({ min: z.coerce.number().int().min(-10).max(10), max: z.coerce.number().int().min(-10).max(10) })
  .refine(({ min, max }) => min <= max, 'The lower end of the range is above the upper one.')
export type ImportanceRange = z.output<typeof importanceRange>

/** How many lie at each level of a view, from -10 to 10: 21 numbers. */
export const importanceHistogram = z.array(z.number().int()).length(21)

/** What narrows a list; applied in the store. */
export const listFilter = {
  unread: z.boolean().optional(),
  importance: importanceRange.optional(),
}
