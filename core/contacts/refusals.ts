import type { ContactRefusal } from '../defs/index.ts'
import type { CoreContext } from '../ports.ts'

/** Its id is made of what it is about: refused twice is refused once. */
export function refusalOf(
  { hash, clock }: Pick<CoreContext, 'hash' | 'clock'>,
  kind: ContactRefusal['kind'],
  about: readonly string[],
): ContactRefusal {
  return { id: refusalId({ hash }, kind, about), kind, about: [...about], createdAtMs: clock.nowMs() }
}

export const refusalId = (
  { hash }: Pick<CoreContext, 'hash'>,
  kind: ContactRefusal['kind'],
  about: readonly string[],
): string => hash([kind, ...about].join('\n')).slice(0, 26)
