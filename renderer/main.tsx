import '@fontsource-variable/inter'
import './tokens.css'
import './base.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { z } from 'zod'
import { App } from './App.tsx'
import { type Connection, httpConnection, ipcConnection, openSession } from './client/index.ts'
import { startLanguage } from './language/index.ts'
import { currentRoute, navigate } from './routing/index.ts'

/** The page's policy forbids code made from text, which is how schemas are sped up otherwise. */
z.config({ jitless: true })

async function connect(): Promise<Connection> {
  if (import.meta.env.DEV && location.hash.startsWith('#fixture')) {
    const { fixtureConnection } = await import('./gallery/fixture-client.ts')
    return fixtureConnection(location.hash.slice('#fixture'.length).replace(/^=/, ''))
  }
  if (window.caliopen) return ipcConnection(window.caliopen)
  await openSession()
  return httpConnection()
}

const root = document.getElementById('root')
if (!root) throw new Error('The page has no #root.')
const [connection] = await Promise.all([connect(), startLanguage()])
navigate(currentRoute(), { replace: true }) // whatever was typed becomes the address of where it leads
createRoot(root).render(
  <StrictMode>
    <App connection={connection} />
  </StrictMode>,
)
