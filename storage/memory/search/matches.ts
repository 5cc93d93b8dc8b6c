import type { SearchField, SearchNode, SearchRow } from '../../contracts/index.ts'
import { hasTracker } from '../../derived/index.ts'
import { isHidden, type MemoryState, mailboxesOf, type StoredMessage, tagsOf } from '../state.ts'
import { isBetween } from '../sums.ts'

type TokensNode = Extract<SearchNode, { kind: 'tokens' }>
const allFields: readonly SearchField[] = ['subject', 'from', 'to', 'cc', 'body', 'files']

/** What a node means, said as plainly as can be: the other engines are held against this. */
export function matches(state: MemoryState, { message }: StoredMessage, node: SearchNode): boolean {
  switch (node.kind) {
    case 'all':
      return true
    case 'none':
      return false
    case 'and':
      return node.nodes.every((child) => matches(state, { row: 0, message }, child))
    case 'or':
      return node.nodes.some((child) => matches(state, { row: 0, message }, child))
    case 'not':
      return !matches(state, { row: 0, message }, node.node)
    case 'tokens':
      return matchesTokens(state.search.get(message.id), node)
    case 'flag':
      return message.flags[node.flag] === node.value
    case 'has':
      if (node.what === 'attachment') return message.attachments.some((file) => !file.inline)
      return node.what === 'link' ? message.hasLink : message.hasInvite
    case 'time':
      return (
        (node.fromMs === null || message.sortMs >= node.fromMs) && (node.toMs === null || message.sortMs < node.toMs)
      )
    case 'size':
      return (
        message.sizeBytes >= (node.minBytes ?? 0) && message.sizeBytes <= (node.maxBytes ?? Number.MAX_SAFE_INTEGER)
      )
    case 'mailbox':
      return mailboxesOf(state, message.id).some((id) => node.mailboxIds.includes(id))
    case 'list': {
      return message.listId?.toLowerCase().startsWith(node.listId) ?? false
    }
    case 'tag':
      return tagsOf(state, message.id).some((id) => node.tagIds.includes(id))
    case 'with':
      return state.sets.get(message.participantSetId)?.addresses.some((each) => node.addresses.includes(each)) === true
    case 'importance':
      return isBetween(message.importance, node)
    case 'privacy':
      return message.privacy !== null && isBetween(message.privacy.overall, node)
    case 'tracker':
      return hasTracker(state.features.get(message.id) ?? []) === node.value
    case 'ids':
      return node.messageIds.includes(message.id)
    case 'visible':
      return !isHidden(state, message.id)
  }
}

function matchesTokens(row: SearchRow | undefined, { fields, tokens, prefix }: TokensNode): boolean {
  if (row === undefined || tokens.length === 0) return false
  return (fields.length === 0 ? allFields : fields).some((field) => {
    const value = row[field]
    const words = (typeof value === 'string' ? value : new TextDecoder().decode(value)).split(' ')
    return words.some((_, at) =>
      tokens.every((token, i) => {
        const word = words[at + i] ?? ''
        return prefix && i === tokens.length - 1 ? word.startsWith(token) : word === token
      }),
    )
  })
}
