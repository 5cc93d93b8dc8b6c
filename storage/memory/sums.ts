import type { PrivacyIndex } from '../../core/defs/index.ts'
import type { PageRequest } from '../contracts/index.ts'
import { importanceOf, levelCount, levelIndex, weakestOf } from '../derived/index.ts'
import { isHidden, type MemoryState, mailboxesOf, type StoredMessage, tagsOf } from './state.ts'

/** What threads and discussions are summed up over: messages outside junk and trash, or all when there are none. */
export function shownAmong(state: MemoryState, members: readonly StoredMessage[]): readonly StoredMessage[] {
  const visible = members.filter(({ message }) => !isHidden(state, message.id))
  return visible.length > 0 ? visible : members
}

export function matchesFilter(
  summary: { readonly unread: number; readonly importance: number } | null,
  { unread, importance }: Pick<PageRequest, 'unread' | 'importance'>,
): boolean {
  if (summary === null || (unread === true && summary.unread === 0)) return false
  return importance === undefined || isBetween(summary.importance, importance)
}

export function isBetween(value: number, { min, max }: { readonly min: number; readonly max: number }): boolean {
  return value >= min && value <= max
}

export function importanceOver(shown: readonly StoredMessage[]): number {
  const levels = Array.from({ length: levelCount }, () => 0)
  for (const { message } of shown) {
    const at = levelIndex(message.importance)
    levels[at] = (levels[at] ?? 0) + 1
  }
  return importanceOf(levels)
}

export function privacyOver(shown: readonly StoredMessage[]): PrivacyIndex | null {
  return weakestOf(
    shown.flatMap(({ message: { privacy } }): PrivacyIndex[] => {
      if (privacy === null) return []
      const { rules: _, ...index } = privacy
      return [index]
    }),
  )
}

export function filesOf(shown: readonly StoredMessage[]): number {
  return shown.flatMap(({ message }) => message.attachments).filter((file) => !file.inline).length
}

export function tagIdsOver(state: MemoryState, shown: readonly StoredMessage[]): string[] {
  return [...new Set(shown.flatMap(({ message }) => tagsOf(state, message.id)))].sort()
}

export function mailboxIdsOver(state: MemoryState, members: readonly StoredMessage[]): string[] {
  return [...new Set(members.flatMap(({ message }) => mailboxesOf(state, message.id)))].sort()
}
