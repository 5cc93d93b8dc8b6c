import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import type { Client } from '../../core/defs/index.ts'
import { demoOwner, generateDemo } from '../../main/demo/index.ts'

/** IMAP flags as letters of a Maildir's file names. */
const letters: Readonly<Record<string, string>> = {
  '\\Draft': 'D',
  '\\Flagged': 'F',
  '\\Answered': 'R',
  '\\Seen': 'S',
}

/** Fills an empty data directory with sample mail, by the way that a person's own files go: an import. */
export async function fillWithDemo(client: Client, nowMs: number): Promise<void> {
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'caliopen-demo-mail-'))
  try {
    const mailboxes = await writeMaildirs(folder, nowMs)
    await client.imports.run({ paths: mailboxes.map((name) => path.join(folder, name)) })
    await nameOwner(client)
  } finally {
    await fs.rm(folder, { recursive: true, force: true })
  }
}

/** Whose mail it is: rows name the others, and an answer does not go to oneself. */
async function nameOwner(client: Client): Promise<void> {
  const { items } = await client.accounts.list({})
  const local = items.find(({ protocol }) => protocol === 'local')
  if (local === undefined) return
  const { name, address } = demoOwner
  const text = `${name}\n${address}`
  const html = `<div>${name}<br>${address}</div>`
  await client.accounts.update({ id: local.id, from: {}, set: { name, address, signature: { text, html } } })
}

async function writeMaildirs(folder: string, nowMs: number): Promise<string[]> {
  const mailboxes = new Set<string>()
  let number = 0
  for (const { mailbox, raw, flags, receivedMs } of generateDemo(nowMs)) {
    const current = path.join(folder, mailbox, 'cur')
    if (!mailboxes.has(mailbox)) {
      for (const part of ['cur', 'new', 'tmp']) await fs.mkdir(path.join(folder, mailbox, part), { recursive: true })
      mailboxes.add(mailbox)
    }
    number += 1
    const info = flags
      .map((flag) => letters[flag] ?? '')
      .sort()
      .join('')
    const file = path.join(current, `${Math.floor(receivedMs / 1000)}.${number}.demo${separator}2,${info}`)
    await fs.writeFile(file, raw)
    await fs.utimes(file, receivedMs / 1000, receivedMs / 1000)
  }
  return [...mailboxes]
}

/** Windows allows no colon in a file name. */
const separator = process.platform === 'win32' ? ';' : ':'
