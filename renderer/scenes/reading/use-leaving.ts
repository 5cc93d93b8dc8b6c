import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { toProblem, type UnsubscribeOffer } from '../../../core/defs/index.ts'
import { keys, useClient } from '../../client/index.ts'
import { openOutside } from '../../mail-frame/index.tsx'
import { useToasts } from '../../window/index.ts'

export interface Leaving {
  /** null: there is no list to leave, or it is not known yet */
  readonly offer: UnsubscribeOffer | null
  readonly busy: boolean
  leave(): void
}

/** Leaving the list of a message; what was asked by a message can be taken back until it leaves. */
export function useLeaving(messageId: string, wanted: boolean): Leaving {
  const { t } = useTranslation()
  const client = useClient()
  const queries = useQueryClient()
  const toasts = useToasts()
  const queryKey = keys.leaving(messageId)
  const { data } = useQuery({
    queryKey,
    queryFn: ({ signal }) => client.unsubscribe.offer({ id: messageId }, { signal }),
    enabled: wanted,
  })
  const failed = (thrown: unknown) => void toasts.show(toProblem(thrown).message, { tone: 'danger' })
  // Every message of the list says it.
  const changed = (offer: UnsubscribeOffer) => {
    queries.setQueryData(queryKey, offer)
    void queries.invalidateQueries({ queryKey: keys.leavings })
  }
  const takeBack = () => client.unsubscribe.withdraw({ id: messageId }).then(changed, failed)
  const ask = useMutation({
    mutationFn: () => client.unsubscribe.ask({ id: messageId }),
    onSuccess: ({ sendAtMs, ...offer }) => {
      changed(offer)
      const leftMs = sendAtMs === null ? 0 : sendAtMs - Date.now()
      if (offer.way === 'page' && offer.url !== null) openOutside(offer.url)
      else if (leftMs > 0)
        toasts.showUndo(t('reading.leaving.writing', { to: offer.to }), () => void takeBack(), leftMs)
      else toasts.show(t('reading.leaving.done', { list: offer.list }))
    },
    onError: failed,
  })
  return { offer: data ?? null, busy: ask.isPending, leave: () => ask.mutate() }
}
