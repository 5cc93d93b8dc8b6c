import { z } from 'zod'
import { notificationSettings } from './notifications.ts'
import { command, nothing, query } from './operation.ts'

export const settings = z.object({
  theme: z.enum(['system', 'light', 'dark']).default('system'),
  language: z.string().max(20).default('system'),
  density: z.enum(['comfortable', 'dense']).default('comfortable'),
  textSizePercent: z.number().int().min(80).max(200).default(100),
  undoSendMs: z.number().int().min(0).max(60_000).default(10_000),
  markReadAfterMs: z.number().int().min(0).max(60_000).default(1000),
  singleKeys: z.boolean().default(true),
  composeFormat: z.enum(['html', 'plain']).default('html'),
  goneOffline: z.boolean().default(false),
  /** check signatures of mail; the DNS that answers for their keys learns whose mail the user gets */
  verifyMail: z.boolean().default(true),
  notifications: notificationSettings.default({
    enabled: true,
    minImportance: -10,
    mutedAccountIds: [],
    quietFrom: null,
    quietTo: null,
    preview: 'full',
    sound: false,
  }),
})
export type Settings = z.output<typeof settings>

/** What may be left out is left alone: `.partial()` would fill the defaults in, and undo what the user chose before. */
function withoutDefaults<S extends Readonly<Record<string, z.ZodDefault<z.ZodType>>>>(shape: S) {
  const fields = Object.entries(shape).map(([name, field]) => [name, field.removeDefault().optional()])
  // checked: the same names, each with the schema inside its default
  return z.object(Object.fromEntries(fields) as { [K in keyof S]: z.ZodOptional<ReturnType<S[K]['removeDefault']>> })
}

export const settingsOperations = {
  get: query('All settings', nothing, settings),
  update: command('Change settings', z.object({ set: withoutDefaults(settings.shape) }), settings),
}
