import { app } from 'electron'
import type { Client, DraftContent } from '../../core/defs/index.ts'
import type { MainWindow } from './window.ts'

/** `mailto:` links of other programs begin a message here (RFC 6068). The system asks the person who is to take them. */
export function openMailtoLinks(client: Client, window: MainWindow): (argv: readonly string[]) => void {
  const open = (url: string) => void beginMessage(client, window, readMailto(url))
  app.on('open-url', (event, url) => {
    event.preventDefault()
    if (isMailto(url)) open(url)
  })
  return (argv) => {
    const url = argv.find(isMailto)
    if (url !== undefined) open(url)
  }
}

/** Begins a message and shows it; where there is no account to send from yet, shows how to add one. */
export async function beginMessage(client: Client, window: MainWindow, content: Partial<DraftContent>): Promise<void> {
  const { items } = await client.accounts.list({})
  if (!items.some(({ smtp }) => smtp !== null)) return window.open('/welcome')
  const { id } = await client.drafts.create({ content })
  window.open(`/drafts/${encodeURIComponent(id)}`)
}

const isMailto = (text: string) => /^mailto:/i.test(text)

/** Only what a person sees is taken: `attach` and unknown headers are not, a page must not add files or senders. */
export function readMailto(url: string): Partial<DraftContent> {
  const { pathname, searchParams } = new URL(url.replaceAll('+', '%2B'))
  const values = (name: string) =>
    [...searchParams].flatMap(([key, value]) => (key.toLowerCase() === name ? [value] : []))
  const people = (text: string) =>
    text
      .split(',')
      .map((address) => decode(address).trim())
      .filter((address) => address.includes('@'))
      .map((address) => ({ address, label: '' }))
  return {
    to: [pathname, ...values('to')].flatMap(people),
    cc: values('cc').flatMap(people),
    bcc: values('bcc').flatMap(people),
    subject: (values('subject')[0] ?? '').replace(/[\r\n]+/g, ' '),
    text: values('body').join('\n').replaceAll('\r\n', '\n'),
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
