import type { Message } from './defs/index.ts'
import type { Importance } from './importance/index.ts'
import type { Judge, JudgedMail } from './ingest/index.ts'

/** The privacy index of messages that come in, in the order given; null where nothing can be said yet. */
export type PrivacyOf = (mails: readonly JudgedMail[]) => Promise<readonly Message['privacy'][]>

/** How what comes in is judged: first how private it is, since that is one of the reasons why it matters. */
export function createJudge(
  { judge, spamFeatures }: Pick<Importance, 'judge' | 'spamFeatures'>,
  privacyOf: PrivacyOf,
): Judge {
  return async (given) => {
    const words = await spamFeatures(given.map(({ search }) => search))
    const mails = given.map((mail, i) => {
      const said = words[i] ?? null
      return { ...mail, features: said === null ? mail.features : [...mail.features, said] }
    })
    const privacy = await privacyOf(mails)
    const items = mails.map(({ message, features }, i) => ({ message, features, privacy: privacy[i] ?? null }))
    const judged = await judge(items)
    return mails.map(({ features }, i) => ({
      features,
      privacy: privacy[i] ?? null,
      importance: judged[i]?.importance ?? 0,
    }))
  }
}
