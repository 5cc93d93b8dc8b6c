import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Learnt } from '../../../core/defs/index.ts'
import { keys, useClient } from '../../client/index.ts'
import { Button, ConfirmDialog, classNames, ErrorNotice, IconButton } from '../../components/index.ts'
import { countText, useLocale } from '../../language/index.ts'
import styles from './settings.module.css'
import { useEdit } from './use-edit.ts'

const c = classNames(styles)

/** What was learnt about people and lists, to be read and to be forgotten. */
export function ImportancePage() {
  const { t } = useTranslation()
  const locale = useLocale()
  const client = useClient()
  const [forgetting, setForgetting] = useState(false)
  const { run, problem } = useEdit(keys.importance)
  const learnt = useInfiniteQuery({
    queryKey: [...keys.importance, 'learnt'],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      client.importance.learnt(pageParam === undefined ? {} : { cursor: pageParam }, { signal }),
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  })
  const { data: spam } = useQuery({
    queryKey: [...keys.importance, 'spam'],
    queryFn: ({ signal }) => client.importance.spam({}, { signal }),
  })
  const items = learnt.data?.pages.flatMap((page) => page.items) ?? []
  const error = problem ?? learnt.error
  return (
    <>
      <p className={c('quiet')}>{t('settings.importance.text')}</p>
      {error && <ErrorNotice error={error} alert />}
      {spam && (
        <p>
          {t('settings.importance.spam', { junk: countText(spam.junk, locale), good: countText(spam.good, locale) })}
        </p>
      )}
      <h3>{t('settings.importance.learnt')}</h3>
      {learnt.data && items.length === 0 && <p className={c('quiet')}>{t('settings.importance.none')}</p>}
      {items.length > 0 && (
        <ul className={c('learnt')}>
          {items.map((item) => (
            <LearntRow
              key={item.id}
              item={item}
              onForget={() => run(() => client.importance.forget({ id: item.id }))}
            />
          ))}
        </ul>
      )}
      <div className={c('foot')}>
        <span>
          {learnt.hasNextPage && (
            <Button size="small" isDisabled={learnt.isFetchingNextPage} onPress={() => void learnt.fetchNextPage()}>
              {t('settings.importance.more')}
            </Button>
          )}
        </span>
        {items.length > 0 && (
          <Button size="small" look="quiet" onPress={() => setForgetting(true)}>
            {t('settings.importance.forgetAll')}
          </Button>
        )}
      </div>
      <ConfirmDialog
        title={t('settings.importance.forgetTitle')}
        text={t('settings.importance.forgetText')}
        action={t('settings.importance.forgetAll')}
        isOpen={forgetting}
        onClose={() => setForgetting(false)}
        onConfirm={() => run(() => client.importance.forget({}))}
      />
    </>
  )
}

function LearntRow({ item, onForget }: { readonly item: Learnt; readonly onForget: () => void }) {
  const { t } = useTranslation()
  const who = item.id.replace(/^(person|list):/, '')
  const facts = (['received', 'opened', 'answered', 'starred', 'ignored', 'corrections'] as const)
    .filter((fact) => item[fact] > 0)
    .map((fact) => t(`settings.importance.fact.${fact}`, { count: item[fact] }))
  return (
    <li>
      <span className={c('words')}>
        <bdi>{who}</bdi>
        <span>{facts.join(' · ')}</span>
      </span>
      <IconButton label={t('settings.importance.forget', { who })} onPress={onForget}>
        <Trash2 />
      </IconButton>
    </li>
  )
}
