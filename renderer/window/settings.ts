import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { type Settings, settings as settingsSchema, toProblem } from '../../core/defs/index.ts'
import { keys, useClient } from '../client/index.ts'
import { useToasts } from './Toasts.tsx'

const defaults = settingsSchema.parse({})

/** As `settings.textSizePercent` allows. */
export const textSize = { min: 80, max: 200, step: 10, usual: 100 } as const

/** The settings; null until they are known. */
export function useKnownSettings(): Settings | null {
  const client = useClient()
  const { data } = useQuery({ queryKey: keys.settings, queryFn: ({ signal }) => client.settings.get({}, { signal }) })
  return data ?? null
}

/** The settings; the defaults until they are known. */
export const useSettings = (): Settings => useKnownSettings() ?? defaults

/** Changes settings: shown at once, put back with the reason when it fails. */
export function useUpdateSettings(): (set: Partial<Settings>) => void {
  const client = useClient()
  const queries = useQueryClient()
  const toasts = useToasts()
  return useCallback(
    (set) => {
      const before = queries.getQueryData<Settings>(keys.settings)
      queries.setQueryData<Settings>(keys.settings, (old) => old && { ...old, ...set })
      client.settings.update({ set }).then(
        (now) => queries.setQueryData(keys.settings, now),
        (thrown: unknown) => {
          queries.setQueryData(keys.settings, before)
          toasts.show(toProblem(thrown).message, { tone: 'danger' })
        },
      )
    },
    [client, queries, toasts],
  )
}
