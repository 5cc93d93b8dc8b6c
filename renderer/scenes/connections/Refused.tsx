import { useInfiniteQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { keys, useClient } from '../../client/index.ts'
import { Button, classNames, ErrorNotice } from '../../components/index.ts'
import { rowTime, useLocale } from '../../language/index.ts'
import { Link } from '../../routing/index.ts'
import styles from './connections.module.css'
import { ErrandText } from './ErrandText.tsx'
import type { Period } from './period.ts'

const c = classNames(styles)

interface Props {
  readonly sinceMs: number
  readonly period: Period
}

/** What was not connected, and who wanted it. */
export function Refused({ sinceMs, period }: Props) {
  const { t } = useTranslation()
  const locale = useLocale()
  const client = useClient()
  const refused = useInfiniteQuery({
    queryKey: [...keys.connections, 'refused', period],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      client.connections.refused({ sinceMs, ...(pageParam === undefined ? {} : { cursor: pageParam }) }, { signal }),
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  })
  const items = refused.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <section aria-label={t('connections.refusedList')}>
      {refused.error && <ErrorNotice error={refused.error} />}
      <ul className={c('refused')}>
        {items.map(({ id, host, reason, messageId, errand, times, lastAtMs }) => (
          <li key={id}>
            <code>{host}</code>
            <span>
              {t(`connections.reason.${reason}`)}
              {times > 1 && ` · ${t('connections.times', { count: times })}`}
              {errand && (
                <>
                  {' · '}
                  <ErrandText errand={errand} />
                </>
              )}
            </span>
            {messageId !== null && (
              <Link to={{ name: 'message', id: messageId, view: 'all' }}>{t('connections.toMessage')}</Link>
            )}
            <time>{rowTime(lastAtMs, Date.now(), locale)}</time>
          </li>
        ))}
      </ul>
      {refused.hasNextPage && (
        <Button size="small" isDisabled={refused.isFetchingNextPage} onPress={() => void refused.fetchNextPage()}>
          {t('connections.more')}
        </Button>
      )}
    </section>
  )
}
