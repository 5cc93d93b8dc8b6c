import { z } from 'zod'
import { type Client, fail, operations, type TagSummary } from '../../../core/defs/index.ts'
import { command, field, type Io } from '../command.ts'

const { tags } = operations

async function listAll(io: Io): Promise<void> {
  const { client } = await io.open()
  for (const tag of (await client.tags.list({}, { signal: io.signal })).items) {
    const worth = tag.importance === 0 ? '' : `  importance ${tag.importance}`
    io.line(tag, `${tag.id}  ${tag.name}  ${tag.messages} messages, ${tag.unread} unread${worth}`)
  }
}

const listing = { summary: tags.list.summary, run: (_: unknown, io: Io) => listAll(io) }
const all = command({ words: ['tags'], ...listing })
const list = command({ words: ['tags', 'list'], ...listing })

const tagName = (description: string) => field(z.string(), 'TAG', { description })
const { name, colour, importance } = tags.create.input.shape

const add = command({
  words: ['tags', 'add'],
  summary: tags.create.summary,
  positionals: { name: field(name, 'NAME', { description: 'What it is called' }) },
  options: {
    colour: field(colour, 'COLOUR', { description: 'grey, petrol, green, amber, red, purple, blue or brown' }),
    importance: field(z.coerce.number().pipe(importance.unwrap()).optional(), 'N', {
      description: 'What it adds to the importance of what carries it, -10 to 10',
    }),
  },
  async run(given, io) {
    const { client } = await io.open()
    const tag = await client.tags.create(given, { signal: io.signal })
    io.document(tag, `${tag.id}  ${tag.name} added.`)
  },
})

const remove = command({
  words: ['tags', 'remove'],
  summary: tags.remove.summary,
  positionals: { tag: tagName('Name or id') },
  async run({ tag }, io) {
    const { client } = await io.open()
    const { id, name: called } = await findTag(client, tag)
    const { changed } = await client.tags.remove({ id }, { signal: io.signal })
    io.document({ id, name: called, changed }, `${called} deleted, and taken off ${changed} messages.`)
  },
})

const manyTags = (description: string) =>
  field(z.array(z.string()).default([]), 'TAG', { many: true, description: `${description}: name or id` })

const apply = command({
  words: ['tags', 'apply'],
  summary: tags.apply.summary,
  positionals: { ids: field(z.array(z.string()).min(1).max(10_000), 'ID', { many: true, description: 'Messages' }) },
  options: { add: manyTags('A tag to give'), remove: manyTags('A tag to take off') },
  async run({ ids, add: given, remove: taken }, io) {
    const { client } = await io.open()
    const idsOf = async (names: readonly string[]) =>
      Promise.all(names.map(async (each) => (await findTag(client, each)).id))
    const input = { target: { messageIds: ids }, add: await idsOf(given), remove: await idsOf(taken) }
    const done = await client.tags.apply(input, { signal: io.signal })
    io.document(done, `${done.changed} changed.`)
  },
})

/** By id, or by name whatever its case. */
export async function findTag(client: Client, wanted: string): Promise<TagSummary> {
  const { items } = await client.tags.list({})
  const found =
    items.find(({ id }) => id === wanted) ?? items.find((tag) => tag.name.toLowerCase() === wanted.toLowerCase())
  if (found !== undefined) return found
  throw fail('not-found', `There is no tag “${wanted}”. “caliopen tags” lists them.`, { field: 'tag' })
}

export const tagCommands = [all, list, add, remove, apply]
