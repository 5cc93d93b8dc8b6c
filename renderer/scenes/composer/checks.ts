import type { Draft, DraftContent } from '../../../core/defs/index.ts'
import { isValidAddress } from './recipients.ts'

/** What stands between a draft and its sending. The first two stop it; the others are asked once. */
export type Check = 'nobody' | 'invalid-address' | 'forgotten-attachment' | 'many-people' | 'no-subject'

/** Answering more people than this is worth a second thought. */
const MANY_PEOPLE = 10

/** Words that announce a file, in the languages that the window's users write in most. */
const ATTACHED =
  /\b(?:attach(?:ed|ment|ing)?|enclosed|anbei|angeh[äa]ngt|im anhang|beigef[üu]gt|ci-joint(?:e|es|s)?|pi[èe]ce jointe|en pi[èe]ces? jointes?|adjunt[oa]s?|in allegato|allegat[oi]|em anexo|anexad[oa]|bijgevoegd|bijlage|vedlagt|bifogad|w załączniku|v příloze|liitteenä)\b|во вложении|прикреп|附件|添付|첨부|مرفق|συνημμέν/iu

export const stops = (check: Check): boolean => check === 'nobody' || check === 'invalid-address'

/** Text that the user wrote, without what is quoted. */
const ownText = (text: string): string =>
  text
    .split('\n')
    .filter((line) => !line.startsWith('>'))
    .join('\n')
    .split(/^-- $/m)[0] ?? ''

/** Looks a draft over before it is sent. */
export function checkDraft(content: DraftContent, draft: Pick<Draft, 'attachments' | 'origin'>): Check[] {
  const people = [...content.to, ...content.cc, ...content.bcc]
  const checks: Check[] = []
  if (people.length === 0) checks.push('nobody')
  if (people.some(({ address }) => !isValidAddress(address))) checks.push('invalid-address')
  const own = `${content.subject}\n${ownText(content.text)}`
  if (draft.attachments.every(({ contentId }) => contentId !== null) && ATTACHED.test(own))
    checks.push('forgotten-attachment')
  if (draft.origin?.kind === 'reply-all' && people.length > MANY_PEOPLE) checks.push('many-people')
  if (content.subject.trim() === '') checks.push('no-subject')
  return checks
}
