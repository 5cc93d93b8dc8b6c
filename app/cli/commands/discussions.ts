import { z } from 'zod'
import { type DiscussionSummary, fail, operations } from '../../../core/defs/index.ts'
import { command, field, flag } from '../command.ts'
import { iso, written } from '../print.ts'

const { discussions } = operations
const input = discussions.list.input.shape

/** `-3..10`, or one level */
const range = /^(-?\d{1,2})(?:\.\.(-?\d{1,2}))?$/

const list = command({
  words: ['discussions'],
  summary: discussions.list.summary,
  options: {
    limit: field(input.limit, 'N', { description: 'How many at most (50)' }),
    cursor: field(input.cursor, 'C', { description: 'Where the page before ended' }),
    view: field(input.view.removeDefault().default('all'), 'VIEW', {
      description: 'all (without it), starred, role:inbox, mailbox:ID, account:ID, tag:ID, list:LIST-ID',
    }),
    unread: flag('Only those with something unread'),
    importance: field(z.string().optional(), 'FROM..TO', {
      description: 'Only of this importance: --importance=-2..10',
    }),
  },
  async run({ importance, unread, ...page }, io) {
    const { client } = await io.open()
    const filter = {
      ...page,
      ...(unread ? { unread } : {}),
      ...(importance === undefined ? {} : { importance: readRange(importance) }),
    }
    const { items, nextCursor } = await client.discussions.list(filter, { signal: io.signal })
    for (const item of items) {
      const line = briefly(item)
      io.line(line, inWords(line, item))
    }
    if (nextCursor !== null) io.note(`More with --cursor ${nextCursor}`)
  },
})

/** `privacy` has its facets, since one that is weak must be seen; null before a message of it is scored. */
const briefly = ({ id, people, count, unread, lastMs, importance, privacy }: DiscussionSummary) => ({
  id,
  participants: people.map(written),
  count,
  unread,
  lastDate: iso(lastMs),
  importance,
  privacy,
})

function inWords(line: ReturnType<typeof briefly>, item: DiscussionSummary): string {
  const { id, lastDate, count, unread, importance, privacy } = line
  const counts = unread === 0 ? `${count}` : `${count}, ${unread} unread`
  const private_ = privacy === null ? 'not scored yet' : privacy.overall
  return `${id}  ${lastDate.slice(0, 10)}  ${nameOf(item)} (${counts})  ${item.subject}  [importance ${importance}, privacy ${private_}]`
}

function nameOf({ kind, listId, people, peopleCount }: DiscussionSummary): string {
  if (kind === 'self') return 'Notes to yourself'
  if (kind === 'list') return listId ?? ''
  const names = people.map(({ label, address }) => label || address).join(', ') || 'Nobody named'
  return peopleCount > people.length ? `${names} and ${peopleCount - people.length} more` : names
}

function readRange(text: string): { min: number; max: number } {
  const [, from, to = from] = range.exec(text) ?? []
  if (from === undefined || to === undefined) {
    throw fail('invalid', `“${text}” is no range of importance. It looks like 0..10.`, { field: 'importance' })
  }
  return { min: Number(from), max: Number(to) }
}

export const discussionCommands = [list]
