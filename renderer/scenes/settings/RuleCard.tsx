import { useQuery } from '@tanstack/react-query'
import { ArrowDown, ArrowUp, ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import type { Rule } from '../../../core/defs/index.ts'
import { keys, useClient } from '../../client/index.ts'
import {
  Button,
  ConfirmDialog,
  classNames,
  ErrorNotice,
  IconButton,
  Switch,
  TextField,
} from '../../components/index.ts'
import { countText, useLocale } from '../../language/index.ts'
import { useToasts } from '../../window/index.ts'
import { RuleActions } from './RuleActions.tsx'
import styles from './settings.module.css'
import { useEdit } from './use-edit.ts'

const c = classNames(styles)

interface Props {
  readonly rule: Rule
  /** null at the ends of the list */
  readonly onEarlier: (() => void) | null
  readonly onLater: (() => void) | null
}

/** One rule, closed to a line or open to be changed. */
export function RuleCard({ rule, onEarlier, onLater }: Props) {
  const { t } = useTranslation()
  const client = useClient()
  const { run, problem } = useEdit(keys.rules)
  const [open, setOpen] = useState(rule.query === '')
  const { id, name, enabled } = rule
  return (
    <div className={c('card')}>
      <div className={c('ruleHead')}>
        <AriaButton className={c('cardHead', open && 'open')} aria-expanded={open} onPress={() => setOpen(!open)}>
          <span className={c('words')}>
            <b>{name}</b>
            <span>{rule.query || t('settings.rules.noQuery')}</span>
          </span>
          <ChevronRight />
        </AriaButton>
        <IconButton label={t('settings.rules.earlier')} isDisabled={onEarlier === null} onPress={() => onEarlier?.()}>
          <ArrowUp />
        </IconButton>
        <IconButton label={t('settings.rules.later')} isDisabled={onLater === null} onPress={() => onLater?.()}>
          <ArrowDown />
        </IconButton>
        <Switch
          label={t('settings.rules.enabled')}
          isSelected={enabled}
          onChange={(next) => run(() => client.rules.update({ id, from: { enabled }, set: { enabled: next } }))}
        />
      </div>
      {problem && <ErrorNotice error={problem} alert />}
      {open && <RuleForm rule={rule} />}
    </div>
  )
}

function RuleForm({ rule }: { readonly rule: Rule }) {
  const { t } = useTranslation()
  const client = useClient()
  const toasts = useToasts()
  const { run, running, problem } = useEdit(keys.rules)
  const [name, setName] = useState(rule.name)
  const [query, setQuery] = useState(rule.query)
  const [removing, setRemoving] = useState(false)
  const { id, stop } = rule
  const rename = () => {
    if (name.trim() !== '' && name !== rule.name)
      run(() => client.rules.update({ id, from: { name: rule.name }, set: { name: name.trim() } }))
  }
  const setRuleQuery = () => {
    if (query.trim() !== rule.query)
      run(() => client.rules.update({ id, from: { query: rule.query }, set: { query: query.trim() } }))
  }
  const runNow = () =>
    run(async () => {
      const { actionId, changed } = await client.rules.run({ id })
      const said = t('settings.rules.ran', { count: changed })
      if (actionId === null) toasts.show(said)
      else toasts.showUndo(said, () => void client.actions.undo({ actionId }).catch(() => undefined))
    })
  return (
    <div className={c('cardBody')}>
      {problem && <ErrorNotice error={problem} alert />}
      <TextField label={t('settings.rules.name')} value={name} maxLength={200} onChange={setName} onBlur={rename} />
      <TextField
        label={t('settings.rules.query')}
        description={t('settings.rules.queryText')}
        value={query}
        maxLength={2000}
        onChange={setQuery}
        onBlur={setRuleQuery}
        onKeyDown={(event) => (event.key === 'Enter' ? setRuleQuery() : event.continuePropagation())}
      />
      <Preview query={query.trim()} />
      <RuleActions
        actions={rule.actions}
        onChange={(actions) =>
          run(() => client.rules.update({ id, from: { actions: rule.actions }, set: { actions } }))
        }
      />
      <Switch
        label={t('settings.rules.stop')}
        isSelected={stop}
        onChange={(next) => run(() => client.rules.update({ id, from: { stop }, set: { stop: next } }))}
      />
      <div className={c('foot')}>
        <span>
          <Button size="small" isDisabled={running || rule.query === '' || rule.actions.length === 0} onPress={runNow}>
            {t('settings.rules.runNow')}
          </Button>
        </span>
        <Button size="small" look="quiet" onPress={() => setRemoving(true)}>
          {t('settings.rules.remove')}
        </Button>
      </div>
      <ConfirmDialog
        title={t('settings.rules.removeTitle', { name: rule.name })}
        text={t('settings.rules.removeText')}
        action={t('settings.rules.remove')}
        isOpen={removing}
        onClose={() => setRemoving(false)}
        onConfirm={() => run(() => client.rules.remove({ id }))}
      />
    </div>
  )
}

/** How much of what is here fits, before anything is done. */
function Preview({ query }: { readonly query: string }) {
  const { t } = useTranslation()
  const locale = useLocale()
  const client = useClient()
  const { data, error } = useQuery({
    queryKey: [...keys.rules, 'preview', query],
    queryFn: ({ signal }) => client.rules.preview({ query }, { signal }),
    enabled: query !== '',
    retry: false,
  })
  if (error) return <ErrorNotice error={error} />
  if (query === '' || !data) return null
  return (
    <p className={c('quiet')} role="status">
      {t(data.more ? 'settings.rules.fitsMore' : 'settings.rules.fits', {
        count: data.count,
        shown: countText(data.count, locale),
      })}
    </p>
  )
}
