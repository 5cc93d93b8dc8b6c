import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { Bell } from 'lucide-react'
import { useState } from 'react'
import { Dialog, DialogTrigger, Popover } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { toProblem } from '../../../core/defs/index.ts'
import { keys, useClient } from '../../client/index.ts'
import { Button, classNames, ErrorNotice, IconButton } from '../../components/index.ts'
import { useToasts } from '../../window/index.ts'
import { NotificationRow } from './NotificationRow.tsx'
import styles from './notifications.module.css'

const c = classNames(styles)

/** A bell with what the program has to say behind it; looked at, it is read. */
export function NotificationBell() {
  const { t } = useTranslation()
  const client = useClient()
  const queries = useQueryClient()
  const [open, setOpen] = useState(false)
  const list = useInfiniteQuery({
    queryKey: [...keys.notifications, 'list'],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      client.notifications.list(pageParam === undefined ? {} : { cursor: pageParam }, { signal }),
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  })
  const unread = list.data?.pages[0]?.unread ?? 0
  const look = (next: boolean) => {
    setOpen(next)
    if (!next && unread > 0) {
      client.notifications
        .read({})
        .then(() => queries.invalidateQueries({ queryKey: keys.notifications }))
        .catch(() => undefined) // they stay unread and are read the next time
    }
  }
  return (
    <DialogTrigger isOpen={open} onOpenChange={look}>
      <IconButton label={unread > 0 ? t('notifications.unread', { count: unread }) : t('notifications.title')}>
        <span className={c('bell')}>
          <Bell />
          {unread > 0 && <i className={c('mark')} />}
        </span>
      </IconButton>
      <Popover placement="bottom end" offset={6} className={c('popover')}>
        <Dialog aria-label={t('notifications.title')} className={c('centre')}>
          <Centre list={list} onClose={() => look(false)} />
        </Dialog>
      </Popover>
    </DialogTrigger>
  )
}

interface CentreProps {
  readonly list: {
    readonly data: { readonly pages: readonly { readonly items: readonly Item[] }[] } | undefined
    readonly error: Error | null
    readonly hasNextPage: boolean
    readonly fetchNextPage: () => Promise<unknown>
  }
  readonly onClose: () => void
}
type Item = Parameters<typeof NotificationRow>[0]['notification']

function Centre({ list, onClose }: CentreProps) {
  const { t } = useTranslation()
  const client = useClient()
  const queries = useQueryClient()
  const toasts = useToasts()
  const items = list.data?.pages.flatMap((page) => page.items) ?? []
  const dismiss = (ids: readonly string[] | null, forGood = false) => {
    client.notifications.dismiss({ ...(ids === null ? {} : { ids: [...ids] }), forGood }).then(
      () => queries.invalidateQueries({ queryKey: keys.notifications }),
      (thrown: unknown) => toasts.show(toProblem(thrown).message, { tone: 'danger' }),
    )
  }
  return (
    <>
      <header className={c('head')}>
        <h2>{t('notifications.title')}</h2>
        {items.length > 0 && (
          <Button size="small" look="quiet" onPress={() => dismiss(null)}>
            {t('notifications.dismissAll')}
          </Button>
        )}
      </header>
      {list.error && <ErrorNotice error={list.error} />}
      {list.data && items.length === 0 && <p className={c('nothing')}>{t('notifications.none')}</p>}
      <ul className={c('list')}>
        {items.map((notification) => (
          <NotificationRow
            key={notification.id}
            notification={notification}
            onFollow={onClose}
            onDismiss={(forGood) => dismiss([notification.id], forGood)}
          />
        ))}
      </ul>
      {list.hasNextPage && (
        <Button size="small" look="quiet" onPress={() => void list.fetchNextPage()}>
          {t('notifications.more')}
        </Button>
      )}
    </>
  )
}
