import { useTranslation } from 'react-i18next'
import type { Errand } from '../../../core/defs/index.ts'
import { Link } from '../../routing/index.ts'
import { useAccounts } from '../../window/index.ts'

/** What a connection was for, in words; with a way to the message that wanted it. */
export function ErrandText({ errand }: { readonly errand: Errand }) {
  const { t } = useTranslation()
  const { items } = useAccounts()
  switch (errand.kind) {
    case 'fetch-mail':
    case 'read-filters':
    case 'send-mail': {
      const account = items.find(({ id }) => id === errand.accountId)
      return t(`connections.errand.${errand.kind}`, {
        name: account?.label || account?.address || t('connections.goneAccount'),
      })
    }
    case 'find-servers':
    case 'verify-mail':
      return t(`connections.errand.${errand.kind}`, { domain: errand.domain })
    case 'show-pictures':
    case 'leave-list':
      return (
        <Link to={{ name: 'message', id: errand.messageId, view: 'all' }}>
          {t(`connections.errand.${errand.kind}`)}
        </Link>
      )
    case 'unexplained':
      return t('connections.errand.unexplained', { details: errand.details })
    case 'try-account':
    case 'look-for-update':
      return t(`connections.errand.${errand.kind}`)
  }
}
