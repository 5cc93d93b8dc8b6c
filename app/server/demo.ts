import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import type { Client } from '../../core/defs/index.ts'
import {
  type DemoContact,
  demoContacts,
  demoOwner,
  demoProvider,
  demoTags,
  generateDemo,
} from '../../main/demo/index.ts'

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
    // the domains of the sample are made up: there is nobody to ask about them
    await client.settings.update({ set: { verifyMail: false } })
    // before the mail: who is known already is not met in it again
    await fillAddressBook(client)
    const mailboxes = await writeMaildirs(folder, nowMs)
    await client.imports.run({ paths: mailboxes.map((name) => path.join(folder, name)) })
    await nameOwner(client)
    await fillTags(client)
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
  await client.accounts.trust({ id: local.id, authservIds: [demoProvider] })
}

async function fillAddressBook(client: Client): Promise<void> {
  const { items } = await client.contacts.list({ confirmed: true })
  if (items.some(({ own }) => !own)) return // the sample is here already
  for (const card of demoContacts()) {
    const { contact } = await client.contacts.create({ set: cardOf(card) })
    if (card.photo !== null) {
      await client.contacts.setPhoto({ id: contact.id, photo: { type: 'image/png', bytes: card.photo } })
    }
  }
}

function cardOf({ name, address, phone, organisation, title, note }: DemoContact) {
  return {
    confirmed: true,
    name: { full: name },
    emails: [{ address }],
    phones: phone === '' ? [] : [{ number: phone }],
    organisations: organisation === '' ? [] : [{ name: organisation, title }],
    notes: note === '' ? [] : [{ text: note }],
  }
}

/** Tags by what the messages say, and a rule that goes on with the first of them. */
async function fillTags(client: Client): Promise<void> {
  const { items: before } = await client.tags.list({})
  for (const { query, ...tag } of demoTags) {
    if (before.some(({ name }) => name === tag.name)) continue
    const { id } = await client.tags.create(tag)
    const { items } = await client.search.messages({ query, limit: 200 })
    const messageIds = items.map(({ message }) => message.id)
    if (messageIds.length > 0) await client.tags.apply({ target: { messageIds }, add: [id] })
    await client.rules.create({ name: tag.name, query, actions: [{ kind: 'tag', tagId: id }] })
  }
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
