import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { MessageBody, MessageSummary } from '../../core/defs/index.ts'
import { firstPartLength, MAX_HTML_LENGTH } from './limits.ts'
import { type PreparedMail, prepareInSlices, prepareMail, withPauses } from './prepare.ts'
import type { FoldLabels } from './quotes.ts'

/** Up to this many characters are prepared at once (about 20 ms); more in slices, the text first. */
const AT_ONCE_LENGTH = 60_000

export interface Preparation {
  /** `undefined` while a large message is being prepared, null when it can only be shown as text */
  readonly mail: PreparedMail | null | undefined
  /** shows what comes after the first part of a long message; null when there is no more to be had */
  readonly showAll: (() => void) | null
}

export function usePrepared(message: MessageSummary, body: MessageBody): Preparation {
  const { t } = useTranslation()
  const [wanted, setWanted] = useState<string | null>(null)
  const labels = useMemo<FoldLabels>(
    () => ({
      quoted: (count, name) =>
        name === null ? t('mailFrame.quoted', { count }) : t('mailFrame.quotedFrom', { count, name }),
      signature: t('mailFrame.signature'),
    }),
    [t],
  )
  const { html } = body
  const { attachments } = message
  const isLarge = html !== null && html.length > AT_ONCE_LENGTH
  const small = useMemo(
    () => (html === null || isLarge ? null : prepareMail(html, { attachments, labels })),
    [html, isLarge, attachments, labels],
  )
  const whole = wanted === body.id
  const atMost = whole || html === null ? MAX_HTML_LENGTH : firstPartLength(html)
  const large = useQuery({
    queryKey: ['messages', 'body', body.id, 'prepared', atMost],
    enabled: isLarge,
    queryFn: ({ signal }) => withPauses(prepareInSlices(html ?? '', { attachments, labels, atMost }), signal),
    // The first part stays in sight while the whole is prepared.
    placeholderData: (before, query) => (query?.queryKey[2] === body.id ? before : undefined),
  })
  const more = isLarge && !whole && html.length > atMost
  return { mail: isLarge ? large.data : small, showAll: more ? () => setWanted(body.id) : null }
}
