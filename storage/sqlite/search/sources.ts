import { type Branch, wantedLeaves } from './branches.ts'
import type { Leaf } from './expression.ts'

/** Where rows come from, newest first, when no word leads: an index in which the row is the last part of the key. */
export interface Source {
  /** `select <row> from … where …`; more conditions are added with `and` */
  readonly sql: string
  readonly values: readonly (string | number)[]
  /** the column that is the row */
  readonly row: string
  /** true if it reads `messages m` itself; otherwise that is joined when there is more to ask */
  readonly ofMessages: boolean
  /** false if it has every message */
  readonly selective: boolean
}

const visibleSources: readonly {
  readonly is: (leaf: Leaf) => boolean
  readonly index: string
  readonly where: string
}[] = [
  { is: (leaf) => isFlag(leaf, 'flagged', true), index: 'messages_starred', where: 'flags & 2 = 2' },
  { is: (leaf) => isFlag(leaf, 'answered', true), index: 'messages_answered', where: 'flags & 4 = 4' },
  { is: (leaf) => isFlag(leaf, 'forwarded', true), index: 'messages_forwarded', where: 'flags & 8 = 8' },
  { is: (leaf) => isFlag(leaf, 'draft', true), index: 'messages_drafts', where: 'flags & 16 = 16' },
  { is: (leaf) => leaf.kind === 'has' && leaf.what === 'invite', index: 'messages_invites', where: 'has_invite = 1' },
  { is: (leaf) => isFlag(leaf, 'seen', false), index: 'messages_unread', where: 'flags & 1 = 0' },
]

/** The narrowest index that a branch can be read from. Its own conditions may be asked again: they cost nothing then. */
export function sourceOf(branch: Branch): Source {
  const leaves = wantedLeaves(branch)
  const known = leaves.flatMap((leaf) => resolvedSource(leaf) ?? []).at(0)
  if (known !== undefined) return known
  const mailbox = leaves.find((leaf) => leaf.kind === 'mailbox')
  if (mailbox !== undefined)
    return ofMailbox(
      mailbox.mailboxIds[0] ?? '',
      leaves.some((leaf) => isFlag(leaf, 'seen', false)),
    )
  const visible = leaves.some((leaf) => leaf.kind === 'visible')
  const flagged = visible ? visibleSources.find(({ is }) => leaves.some(is)) : undefined
  if (flagged !== undefined) return ofMessages(flagged.index, `u.hidden = 0 and u.${flagged.where}`)
  return {
    sql: 'select m.row from messages m indexed by messages_facets where 1',
    values: [],
    row: 'm.row',
    ofMessages: true,
    selective: false,
  }
}

/** An index for what resolve.ts has found rows of. */
function resolvedSource(leaf: Leaf): Source | null {
  switch (leaf.kind) {
    case 'rows':
      return ofMessages('', 'u.row in (select value from json_each(?))', [leaf.rows])
    case 'sets':
      if (!leaf.few) return null
      return ofMessages('messages_by_set', 'u.participant_set in (select value from json_each(?))', [leaf.rows])
    case 'tagged':
      return {
        sql: 'select g.message from message_tags g where g.tag = ?',
        values: [leaf.tag],
        row: 'g.message',
        ofMessages: false,
        selective: true,
      }
    case 'listed':
      return ofMessages('messages_by_list', 'u.list_key is not null and u.list_key = ?', [leaf.list])
    default:
      return null
  }
}

function ofMessages(index: string, where: string, values: readonly (string | number)[] = []): Source {
  return {
    sql: `select u.row from messages u ${index === '' ? '' : `indexed by ${index}`} where ${where}`,
    values,
    row: 'u.row',
    ofMessages: false,
    selective: true,
  }
}

function ofMailbox(id: string, unread: boolean): Source {
  const where = 's.mailbox = (select row from mailboxes where id = ?)'
  return {
    sql: unread
      ? `select s.message from memberships s indexed by memberships_unread where ${where} and s.unread = 1`
      : `select s.message from memberships s where ${where}`,
    values: [id],
    row: 's.message',
    ofMessages: false,
    selective: true,
  }
}

const isFlag = (leaf: Leaf, flag: string, value: boolean): boolean =>
  leaf.kind === 'flag' && leaf.flag === flag && leaf.value === value
