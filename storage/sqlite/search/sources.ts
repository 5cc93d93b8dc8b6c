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
  const list = leaves.find((leaf) => leaf.kind === 'list')
  if (list !== undefined) {
    return ofMessages('messages_by_list', 'u.list_id is not null and lower(u.list_id) = ?', [list.listId])
  }
  const mailbox = leaves.find((leaf) => leaf.kind === 'mailbox')
  if (mailbox !== undefined)
    return ofMailbox(
      mailbox.mailboxIds[0] ?? '',
      leaves.some((leaf) => isFlag(leaf, 'seen', false)),
    )
  const visible = leaves.some((leaf) => leaf.kind === 'visible')
  const known = visible ? visibleSources.find(({ is }) => leaves.some(is)) : undefined
  if (known !== undefined) return ofMessages(known.index, `u.hidden = 0 and u.${known.where}`)
  return {
    sql: 'select m.row from messages m indexed by messages_facets where 1',
    values: [],
    row: 'm.row',
    ofMessages: true,
    selective: false,
  }
}

function ofMessages(index: string, where: string, values: readonly string[] = []): Source {
  return {
    sql: `select u.row from messages u indexed by ${index} where ${where}`,
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
