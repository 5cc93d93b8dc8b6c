import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { MessageBody, MessageSummary } from '../../core/defs/index.ts'
import { type PreparedMail, prepareMail } from './prepare.ts'
import type { FoldLabels } from './quotes.ts'

/** Up to this many characters are prepared at once (about 20 ms); more waits until the window is idle, the text first. */
const AT_ONCE_LENGTH = 60_000

/** `undefined` while a large message is being prepared, null when it can only be shown as text. */
export function usePrepared(message: MessageSummary, body: MessageBody): PreparedMail | null | undefined {
  const { t } = useTranslation()
  const labels = useMemo<FoldLabels>(
    () => ({
      quoted: (count, name) =>
        name === null ? t('mailFrame.quoted', { count }) : t('mailFrame.quotedFrom', { count, name }),
      signature: t('mailFrame.signature'),
    }),
    [t],
  )
  const { html } = body
  const isLarge = html !== null && html.length > AT_ONCE_LENGTH
  const small = useMemo(
    () => (html === null || isLarge ? null : prepareMail(html, { attachments: message.attachments, labels })),
    [html, isLarge, message.attachments, labels],
  )
  const large = useQuery({
    queryKey: ['messages', 'body', body.id, 'prepared'],
    enabled: isLarge,
    queryFn: async () => {
      await new Promise((idle) => requestIdleCallback(idle, { timeout: 500 }))
      return prepareMail(html ?? '', { attachments: message.attachments, labels })
    },
  })
  return isLarge ? large.data : small
}
