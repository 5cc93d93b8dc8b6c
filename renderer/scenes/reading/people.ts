import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { MessageSummary, Participant } from '../../../core/defs/index.ts'
import { useLocale } from '../../language/index.ts'
import { useOwnAddresses } from '../../window/index.ts'

export interface Named {
  readonly address: string
  readonly label: string
}

export const senderOf = (message: MessageSummary): Participant | undefined =>
  message.participants.find(({ type }) => type === 'from') ?? message.participants.find(({ type }) => type === 'sender')

export const recipientsOf = (message: MessageSummary): Participant[] =>
  message.participants.filter(({ type }) => type === 'to' || type === 'cc' || type === 'bcc')

/** Whom an answer to all would reach: sender and recipients, the user left out, each once. */
export function answeredPeople(message: MessageSummary, own: ReadonlySet<string>): Named[] {
  const all = [...message.participants.filter(({ type }) => type === 'from'), ...recipientsOf(message)]
  const byAddress = new Map(all.map((person) => [person.address.toLowerCase(), person]))
  const others = [...byAddress].flatMap(([address, person]) => (own.has(address) ? [] : [person]))
  return others.length > 0 ? others : [...byAddress.values()].slice(0, 1)
}

/** Names as they are read in a sentence: `you and Jonas`. */
export function useNames() {
  const { t } = useTranslation()
  const locale = useLocale()
  const own = useOwnAddresses()
  return useMemo(() => {
    const list = new Intl.ListFormat(locale, { type: 'conjunction' })
    const full = (person: Named) => person.label.trim() || person.address || t('common.unknownSender')
    const given = (person: Named) => {
      const [first = ''] = person.label.trim().split(/\s+/u)
      return /^\p{Script=Latin}{2,}$/u.test(first) ? first : full(person)
    }
    const isOwn = (person: Named) => own.has(person.address.toLowerCase())
    const ownWord = t('reading.you')
    return {
      full,
      isOwn,
      short: (people: readonly Named[]) => list.format(people.map(given)),
      /** the user comes first, and is "you" */
      recipients: (people: readonly Named[]) =>
        list.format([
          ...(people.some(isOwn) ? [ownWord] : []),
          ...people.filter((person) => !isOwn(person)).map(given),
        ]),
    }
  }, [t, locale, own])
}
