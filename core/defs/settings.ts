import { z } from 'zod'
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
})
export type Settings = z.output<typeof settings>

export const settingsOperations = {
  get: query('All settings', nothing, settings),
  update: command('Change settings', z.object({ set: settings.partial() }), settings),
}
