import { z } from 'zod'
import { type Client, fail, operations, type RuleAction } from '../../../core/defs/index.ts'
import { command, field, flag, type Io } from '../command.ts'
import { followTasks } from '../progress.ts'
import { UsageError } from '../usage-error.ts'
import { findTag } from './tags.ts'

const { rules } = operations

async function listAll(io: Io): Promise<void> {
  const { client } = await io.open()
  const { items } = await client.rules.list({}, { signal: io.signal })
  for (const rule of items) {
    const { id, name, query, actions, stop, enabled, problem } = rule
    const does = [...actions.map(({ kind }) => kind), ...(stop ? ['stop'] : [])].join(', ')
    const state = problem ?? (enabled ? '' : 'switched off')
    io.line(rule, `${id}  ${name}  ${query}  -> ${does}${state === '' ? '' : `  (${state})`}`)
  }
}

const listing = { summary: rules.list.summary, run: (_: unknown, io: Io) => listAll(io) }
const all = command({ words: ['rules'], ...listing })
const list = command({ words: ['rules', 'list'], ...listing })

const { name, query } = rules.create.input.shape
const queryWords = field(z.array(query).min(1), 'QUERY', { many: true, description: 'What it fits, as in a search' })

const add = command({
  words: ['rules', 'add'],
  summary: rules.create.summary,
  positionals: { query: queryWords },
  options: {
    name: field(name.optional(), 'NAME', { description: 'What it is called; the query without it' }),
    tag: field(z.array(z.string()).default([]), 'TAG', { many: true, description: 'Give this tag: name or id' }),
    importance: field(z.coerce.number().int().min(-10).max(10).optional(), 'N', { description: 'Set importance to' }),
    move: field(z.string().optional(), 'MAILBOX', { description: 'Move there: id, path or name' }),
    archive: flag('Archive'),
    seen: flag('Mark as read'),
    neverNotify: flag('Tell nobody of it'),
    stop: flag('No later rule looks at it'),
    off: flag('Made, but not at work yet'),
  },
  async run(given, io) {
    const { client } = await io.open()
    const text = given.query.join(' ')
    const actions = await actionsOf(client, given)
    if (actions.length === 0)
      throw new UsageError('Say what it does: --tag, --importance, --archive, --move, --seen or --never-notify')
    const rule = await client.rules.create(
      { name: given.name ?? text.slice(0, 200), query: text, actions, stop: given.stop, enabled: !given.off },
      { signal: io.signal },
    )
    io.document(rule, `${rule.id}  ${rule.name} added.`)
  },
})

interface Wanted {
  readonly tag: readonly string[]
  readonly importance?: number | undefined
  readonly move?: string | undefined
  readonly archive: boolean
  readonly seen: boolean
  readonly neverNotify: boolean
}

async function actionsOf(client: Client, wanted: Wanted): Promise<RuleAction[]> {
  const actions: RuleAction[] = []
  for (const each of wanted.tag) actions.push({ kind: 'tag', tagId: (await findTag(client, each)).id })
  if (wanted.importance !== undefined) actions.push({ kind: 'importance', to: wanted.importance })
  if (wanted.archive) actions.push({ kind: 'archive' })
  if (wanted.move !== undefined) actions.push({ kind: 'move', mailboxId: await findMailbox(client, wanted.move) })
  if (wanted.seen) actions.push({ kind: 'seen' })
  if (wanted.neverNotify) actions.push({ kind: 'never-notify' })
  return actions
}

async function findMailbox(client: Client, wanted: string): Promise<string> {
  const { items } = await client.mailboxes.list({})
  const found = items.find((mailbox) => [mailbox.id, mailbox.path, mailbox.name].includes(wanted))
  if (found !== undefined) return found.id
  throw fail('not-found', `There is no mailbox “${wanted}”. “caliopen mailboxes” lists them.`, { field: 'move' })
}

const ruleId = field(rules.run.input.shape.id, 'ID', { description: 'As “rules” prints it' })

const run = command({
  words: ['rules', 'run'],
  summary: rules.run.summary,
  positionals: { id: ruleId },
  async run({ id }, io) {
    const { client, subscribe } = await io.open()
    const end = followTasks(subscribe, io)
    const done = await client.rules.run({ id }, { signal: io.signal, priority: 'batch' })
    end()
    io.document(done, `${done.changed} changed.`)
  },
})

const preview = command({
  words: ['rules', 'preview'],
  summary: rules.preview.summary,
  positionals: { query: queryWords },
  async run({ query: words }, io) {
    const { client } = await io.open()
    const found = await client.rules.preview({ query: words.join(' ') }, { signal: io.signal })
    io.document(found, [`Would fit ${found.more ? 'more than ' : ''}${found.count}.`, ...found.messageIds].join('\n'))
  },
})

const remove = command({
  words: ['rules', 'remove'],
  summary: rules.remove.summary,
  positionals: { id: ruleId },
  async run({ id }, io) {
    const { client } = await io.open()
    await client.rules.remove({ id }, { signal: io.signal })
    io.document({ id }, 'Deleted.')
  },
})

const server = command({
  words: ['rules', 'server'],
  summary: rules.server.summary,
  async run(_, io) {
    const { client } = await io.open()
    const { items, problems } = await client.rules.server({}, { signal: io.signal })
    for (const script of items) {
      const text = script.text.trimEnd().replaceAll(/^/gm, '    ')
      io.line(script, `${script.accountId}  ${script.name}${script.active ? '  (at work)' : ''}\n${text}`)
    }
    for (const { accountId, message } of problems) io.note(`${accountId}: ${message}`)
  },
})

export const ruleCommands = [all, list, add, preview, run, remove, server]
