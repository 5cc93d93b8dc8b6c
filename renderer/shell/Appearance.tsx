import { type ReactNode, useEffect } from 'react'
import { KeyboardProvider } from '../keyboard/index.tsx'
import { showLanguage } from '../language/index.ts'
import { useKnownSettings, useSettings } from '../window/index.ts'

/** Puts theme, text size and language on the page, and keys under the setting that turns single ones off. */
export function Appearance({ children }: { readonly children: ReactNode }) {
  const { theme, textSizePercent, singleKeys } = useSettings()
  const language = useKnownSettings()?.language
  useEffect(() => {
    if (language !== undefined) void showLanguage(language)
  }, [language])
  useEffect(() => {
    const root = document.documentElement
    if (theme === 'system') root.removeAttribute('data-theme')
    else root.setAttribute('data-theme', theme)
    // Every length is in rem, so the root's font size scales the whole window.
    root.style.fontSize = textSizePercent === 100 ? '' : `${textSizePercent}%`
  }, [theme, textSizePercent])
  return <KeyboardProvider singleKeys={singleKeys}>{children}</KeyboardProvider>
}
