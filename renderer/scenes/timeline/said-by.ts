import { isDiscussion, type ListItem } from '../../client/index.ts'
import { shortName } from '../reading/index.tsx'

/** Who said the last words of a row, where that is not plain from its title: the user, or one of several. */
export function saidBy(item: ListItem, own: ReadonlySet<string>): 'you' | { readonly name: string } | null {
  const { lastFrom, count } = item
  if (lastFrom === null) return null
  if (isDiscussion(item)) {
    if (item.lastOwn) return item.kind === 'self' ? null : 'you'
    return item.peopleCount > 1 ? { name: shortName(lastFrom.label.trim() || lastFrom.address) } : null
  }
  return count > 1 && own.has(lastFrom.address.toLowerCase()) ? 'you' : null
}
