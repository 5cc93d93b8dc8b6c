import { Check, Settings2 } from 'lucide-react'
import { Header, type Key, MenuSection } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import {
  classNames,
  IconButton,
  Menu,
  MenuItem,
  MenuSeparator,
  rangePresets,
  sameRange,
} from '../../components/index.ts'
import { plainLevel, useLocale } from '../../language/index.ts'
import { useSettings, useUpdateSettings, useViewSettings } from '../../window/index.ts'
import styles from './list.module.css'
import { hasRange, type ShownRange } from './use-shown-range.ts'

const c = classNames(styles)

const presets = ['everything', 'usual', 'focus', 'noise'] as const

/** How a view is shown: what its rows are, how high they are, which importance. Kept for each view. */
export function ViewMenu({ view, shown }: { readonly view: string; readonly shown: ShownRange }) {
  const { t } = useTranslation()
  const locale = useLocale()
  const { rows, setRows } = useViewSettings(view)
  const { density } = useSettings()
  const update = useUpdateSettings()
  const check = (on: boolean) => (on ? <Check /> : null)
  const choice = (key: Key, label: string, on: boolean, run: () => void) => (
    <MenuItem key={key} id={key} icon={check(on)} onAction={run}>
      {label}
    </MenuItem>
  )
  return (
    <Menu
      label={t('timeline.viewMenu')}
      trigger={
        <IconButton label={t('timeline.viewMenu')}>
          <Settings2 />
        </IconButton>
      }
    >
      <MenuSection>
        <Header className={c('menuHeader')}>{t('timeline.rows')}</Header>
        {choice('discussions', t('timeline.discussionRows'), rows === 'discussions', () => setRows('discussions'))}
        {choice('threads', t('timeline.threadRows'), rows === 'threads', () => setRows('threads'))}
      </MenuSection>
      <MenuSeparator />
      {hasRange(view) && (
        <MenuSection>
          <Header className={c('menuHeader')}>{t('timeline.importance.presets')}</Header>
          {presets.map((name) => {
            const range = rangePresets[name]
            const words = t('timeline.importance.range', {
              min: plainLevel(range.min, locale),
              max: plainLevel(range.max, locale),
            })
            const label = t('timeline.importance.preset', { name: t(`timeline.importance.${name}`), range: words })
            return choice(name, label, sameRange(shown.range, range), () => shown.setRange(range))
          })}
        </MenuSection>
      )}
      {hasRange(view) && <MenuSeparator />}
      <MenuSection>
        <Header className={c('menuHeader')}>{t('timeline.rowHeight')}</Header>
        {choice('comfortable', t('timeline.comfortable'), density === 'comfortable', () =>
          update({ density: 'comfortable' }),
        )}
        {choice('dense', t('timeline.dense'), density === 'dense', () => update({ density: 'dense' }))}
      </MenuSection>
    </Menu>
  )
}
