import fs from 'node:fs/promises'
import path from 'node:path'
import { protocol } from 'electron'
import { pagePolicy } from '../../main/interfaces/pages/index.ts'

const scheme = 'caliopen'
export const homeAddress = `${scheme}://app/`

const mediaTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
}

/** To be called before the program is ready: Electron fixes the privileges of schemes at its start. */
export function registerPages(): void {
  const privileges = { standard: true, secure: true, supportFetchAPI: true, codeCache: true }
  protocol.registerSchemesAsPrivileged([{ scheme, privileges }])
}

/** Serves the renderer's build at `caliopen://app/`. Every view is an address: what is no file is the page. */
export function servePages(directory: string): void {
  protocol.handle(scheme, async (request) => {
    const url = new URL(request.url)
    if (url.host !== 'app' || request.method !== 'GET') return new Response(null, { status: 404 })
    const wanted = path.join(directory, path.posix.normalize(`/${decodeURIComponent(url.pathname)}`))
    const file =
      path.extname(wanted) === '' || !wanted.startsWith(directory) ? path.join(directory, 'index.html') : wanted
    const bytes = await fs.readFile(file).catch(() => null)
    if (bytes === null) return new Response(null, { status: 404 })
    return new Response(Uint8Array.from(bytes), {
      headers: {
        'content-type': mediaTypes[path.extname(file)] ?? 'application/octet-stream',
        'content-security-policy': pagePolicy,
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'x-dns-prefetch-control': 'off',
      },
    })
  })
}

/** Whether a frame at this address is a page of ours. */
export function isOwnAddress(url: string): boolean {
  return URL.canParse(url) && new URL(url).protocol === `${scheme}:` && new URL(url).host === 'app'
}
