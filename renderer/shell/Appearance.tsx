import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useCallback, useEffect } from 'react'
import { type Settings, settings as settingsSchema, toProblem } from '../../core/defs/index.ts'
import { keys, useClient } from '../client/index.ts'
import { KeyboardProvider } from '../keyboard/index.tsx'
import { useToasts } from './Toasts.tsx'

const defaults = settingsSchema.parse({})

/** The settings; the defaults until they are known. */
export function useSettings(): Settings {
  const client = useClient()
  const { data } = useQuery({ queryKey: keys.settings, queryFn: ({ signal }) => client.settings.get({}, { signal }) })
  return data ?? defaults
}

/** Puts theme and text size on the page, and keys under the setting that turns single ones off. */
export function Appearance({ children }: { readonly children: ReactNode }) {
  const { theme, textSizePercent, singleKeys } = useSettings()
  useEffect(() => {
    const root = document.documentElement
    if (theme === 'system') root.removeAttribute('data-theme')
    else root.setAttribute('data-theme', theme)
    // Every length is in rem, so the root's font size scales the whole window.
    root.style.fontSize = textSizePercent === 100 ? '' : `${textSizePercent}%`
  }, [theme, textSizePercent])
  return <KeyboardProvider singleKeys={singleKeys}>{children}</KeyboardProvider>
}

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
