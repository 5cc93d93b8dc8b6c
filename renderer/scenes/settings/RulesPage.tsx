import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { keys, useClient } from '../../client/index.ts'
import { Button, classNames, ErrorNotice } from '../../components/index.ts'
import { RuleCard } from './RuleCard.tsx'
import { ServerScripts } from './ServerScripts.tsx'
import styles from './settings.module.css'
import { useEdit } from './use-edit.ts'

const c = classNames(styles)

/** Rules: what is done to mail that arrives, in order; and what the servers do by themselves. */
export function RulesPage() {
  const { t } = useTranslation()
  const client = useClient()
  const { data, error } = useQuery({
    queryKey: keys.rules,
    queryFn: ({ signal }) => client.rules.list({}, { signal }),
  })
  const { run, running, problem } = useEdit(keys.rules)
  const items = data?.items ?? []
  const move = (from: number, to: number) => {
    const ids = items.map(({ id }) => id)
    ids.splice(to, 0, ...ids.splice(from, 1))
    run(() => client.rules.reorder({ ids }))
  }
  return (
    <>
      <p className={c('quiet')}>{t('settings.rules.text')}</p>
      {error && <ErrorNotice error={error} />}
      {problem && <ErrorNotice error={problem} alert />}
      {data && items.length === 0 && <p className={c('quiet')}>{t('settings.rules.none')}</p>}
      {items.map((rule, at) => (
        <RuleCard
          key={rule.id}
          rule={rule}
          onEarlier={at === 0 ? null : () => move(at, at - 1)}
          onLater={at === items.length - 1 ? null : () => move(at, at + 1)}
        />
      ))}
      <div>
        <Button
          icon={<Plus />}
          isDisabled={running}
          onPress={() =>
            run(() =>
              client.rules.create({ name: t('settings.rules.newName'), query: '', actions: [], enabled: false }),
            )
          }
        >
          {t('settings.rules.make')}
        </Button>
      </div>
      <ServerScripts />
    </>
  )
}
