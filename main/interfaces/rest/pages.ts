import fs from 'node:fs'
import path from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { pagePolicy } from '../pages/index.ts'
import { Refusal } from './problems.ts'

/** Headers of every answer. */
export const commonHeaders: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  // names of hosts in messages must not be asked for before somebody follows a link
  'x-dns-prefetch-control': 'off',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), usb=(), payment=()',
}

/** Serves the build of the renderer. Every view is an address: what is not a file is answered with the page. */
export async function servePages(app: FastifyInstance, directory: string | null): Promise<void> {
  const page = directory === null ? null : path.join(directory, 'index.html')
  if (directory !== null && page !== null && fs.existsSync(page)) {
    await app.register(fastifyStatic, {
      root: directory,
      cacheControl: false,
      setHeaders(reply, file) {
        const hashed = file.includes(`${path.sep}assets${path.sep}`)
        reply.header('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-store')
        reply.header('content-security-policy', pagePolicy)
      },
    })
    app.setNotFoundHandler((request, reply) => {
      const [file = ''] = request.url.split('?')
      const isView = request.method === 'GET' && !file.startsWith('/api/') && !file.startsWith('/assets/')
      if (!isView) throw notFound()
      return reply.sendFile('index.html')
    })
    return
  }
  app.setNotFoundHandler(() => {
    throw notFound()
  })
}

function notFound(): Refusal {
  return new Refusal(404, 'not-found', 'There is nothing at this address.')
}
