import { z } from 'zod'
import { Failure, type ImportanceExplanation, operations } from '../../../core/defs/index.ts'
import { command, field, type Io, type OpenCore } from '../command.ts'

const { importance } = operations

const explain = command({
  words: ['importance'],
  summary: importance.explain.summary,
  positionals: {
    ids: field(z.array(z.string()).min(1).max(200), 'ID', { many: true, description: 'Messages or discussions' }),
  },
  options: {
    kind: field(importance.explain.input.shape.kind.removeDefault().optional(), 'KIND', {
      description: 'message or discussion, where the id alone does not tell',
    }),
  },
  async run({ ids, kind }, io) {
    const { client } = await io.open()
    for (const id of ids) {
      const item = await explainOne(client, id, kind, io)
      const { version, importance: level, correction, spam, contributions } = item
      io.line({ id, version, importance: level, correction, spam, contributions }, inWords(item))
    }
  },
})

/** A message unless there is none of that id. */
async function explainOne(
  client: OpenCore['client'],
  id: string,
  kind: ImportanceExplanation['kind'] | undefined,
  { signal }: Io,
): Promise<ImportanceExplanation> {
  try {
    const { items } = await client.importance.explain({ kind: kind ?? 'message', ids: [id] }, { signal })
    if (items[0] !== undefined) return items[0]
  } catch (thrown) {
    if (kind !== undefined || !(thrown instanceof Failure) || thrown.code !== 'not-found') throw thrown
  }
  const { items } = await client.importance.explain({ kind: 'discussion', ids: [id] }, { signal })
  const [item] = items
  if (item === undefined) throw new Error('explain answers for every id or fails')
  return item
}

function inWords({ id, importance: level, spam, contributions }: ImportanceExplanation): string {
  const rows = contributions.map(({ feature, value, points, of }) => {
    const said =
      value === null || value === true ? '' : `: ${typeof value === 'string' ? value : JSON.stringify(value)}`
    return `    ${signed(points).padStart(4)} / ${String(of).padEnd(3)} ${feature}${said}`
  })
  return [`${id}  ${signed(level)}${spam > 0 ? `  spam ${Math.round(spam * 100)} %` : ''}`, ...rows].join('\n')
}

const signed = (points: number): string => (points > 0 ? `+${points}` : `${points}`)

const learnt = command({
  words: ['importance', 'learnt'],
  summary: importance.learnt.summary,
  async run(_, io) {
    const { client } = await io.open()
    let cursor: string | undefined
    do {
      const page = await client.importance.learnt({ cursor, limit: 500 }, { signal: io.signal })
      for (const item of page.items) {
        const { id, received, opened, answered, starred, ignored, corrections } = item
        io.line(
          item,
          `${id}  ${received} received, ${opened} opened, ${answered} answered, ${starred} starred, ${ignored} ignored, ${corrections} corrected`,
        )
      }
      cursor = page.nextCursor ?? undefined
    } while (cursor !== undefined)
  },
})

const forget = command({
  words: ['importance', 'forget'],
  summary: importance.forget.summary,
  options: {
    id: field(z.string().optional(), 'ID', { description: 'Of one person or list, as “importance learnt” prints it' }),
  },
  async run({ id }, io) {
    const { client } = await io.open()
    await client.importance.forget({ id }, { signal: io.signal })
    io.document({ forgotten: id ?? 'all' }, 'Forgotten.')
  },
})

export const importanceCommands = [explain, learnt, forget]
