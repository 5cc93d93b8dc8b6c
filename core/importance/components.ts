import type { Component } from '../components/component.ts'
import { bulkHeaders, readBulk } from './bulk-headers.ts'
import { featureNames } from './evidence.ts'
import { readVerdict, verdictHeaders } from './verdict-headers.ts'

const headersOnly = { reads: ['headers'], limits: { timeMs: 100, chars: 0 } } as const

/** What the user's provider, or any server on the way, holds of a message: only ever a suspicion. */
const spamVerdict: Component = {
  name: 'spam-verdict',
  version: 1,
  ...headersOnly,
  yields: { [featureNames.verdict]: 'header' },
  run({ headers }) {
    const verdict = readVerdict(headers.filter(({ name }) => verdictHeaders.includes(name)))
    return verdict === null ? {} : { [featureNames.verdict]: { spam: verdict.spam, by: verdict.by } }
  },
}

/** Whether people wrote it to a few, one to many alike, or a machine. */
const bulkMail: Component = {
  name: 'bulk-mail',
  version: 1,
  ...headersOnly,
  yields: { [featureNames.bulk]: 'header' },
  run({ headers }) {
    const bulk = readBulk(headers.filter(({ name }) => bulkHeaders.includes(name)))
    return bulk === null ? {} : { [featureNames.bulk]: bulk }
  },
}

export const importanceComponents: readonly Component[] = [spamVerdict, bulkMail]
