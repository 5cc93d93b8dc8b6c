import { atomOf, keywordsIn, labelMark } from '../../../core/keywords/index.ts'
import type { ImapConnection } from './connection.ts'

/** Flags as the server takes them. `labels` only where there are some (Gmail); every other server has keywords. */
export interface WireFlags {
  readonly flags: string[]
  readonly labels: string[]
}

/** Keywords of tags are labels where the server has those, and atoms everywhere else. */
export function wireFlags({ abilities }: Pick<ImapConnection, 'abilities'>, given: readonly string[]): WireFlags {
  const isTag = (flag: string): boolean => keywordsIn([flag]).length > 0
  const tags = given.filter(isTag).map((flag) => (flag.startsWith(labelMark) ? flag.slice(labelMark.length) : flag))
  const flags = given.filter((flag) => !isTag(flag) && !flag.startsWith(labelMark))
  return abilities.labels ? { flags, labels: tags } : { flags: [...flags, ...tags.map(atomOf)], labels: [] }
}

/** Labels as they stand among the flags of a message. */
export const labelled = (labels: readonly string[]): string[] => labels.map((label) => `${labelMark}${label}`)
