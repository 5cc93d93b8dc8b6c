import { Minus, Monitor, Moon, Plus, Sun } from 'lucide-react'
import { Group } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { Button, classNames, IconButton, Segments, SelectField } from '../../components/index.ts'
import { isOffered, languages, percentText, useLocale } from '../../language/index.ts'
import { textSize, useSettings, useUpdateSettings } from '../../window/index.ts'
import { Row } from './Row.tsx'
import styles from './settings.module.css'

const c = classNames(styles)

export function AppearancePage() {
  const { t } = useTranslation()
  const locale = useLocale()
  const { theme, density, textSizePercent, language } = useSettings()
  const update = useUpdateSettings()
  const resize = (percent: number) =>
    update({ textSizePercent: Math.min(textSize.max, Math.max(textSize.min, percent)) })
  return (
    <>
      <Row title={t('settings.appearance.language')} text={t('settings.appearance.languageText')}>
        <SelectField
          label={t('settings.appearance.language')}
          value={isOffered(language) ? language : 'system'}
          choices={[{ key: 'system', label: t('settings.appearance.system') }, ...languages]}
          onChange={(next) => update({ language: next })}
        />
      </Row>
      <Row title={t('settings.appearance.theme')} text={t('settings.appearance.themeText')}>
        <Segments
          label={t('settings.appearance.theme')}
          value={theme}
          onChange={(next) => update({ theme: next })}
          choices={[
            { key: 'system', label: t('settings.appearance.system'), icon: <Monitor /> },
            { key: 'light', label: t('settings.appearance.light'), icon: <Sun /> },
            { key: 'dark', label: t('settings.appearance.dark'), icon: <Moon /> },
          ]}
        />
      </Row>
      <Row title={t('settings.appearance.density')} text={t('settings.appearance.densityText')}>
        <Segments
          label={t('settings.appearance.density')}
          value={density}
          onChange={(next) => update({ density: next })}
          choices={[
            { key: 'comfortable', label: t('settings.appearance.comfortable') },
            { key: 'dense', label: t('settings.appearance.dense') },
          ]}
        />
      </Row>
      <Row title={t('settings.appearance.textSize')} text={t('settings.appearance.textSizeText')}>
        <Group className={c('stepper')} aria-label={t('settings.appearance.textSize')}>
          <IconButton
            label={t('settings.appearance.smaller')}
            isDisabled={textSizePercent <= textSize.min}
            onPress={() => resize(textSizePercent - textSize.step)}
          >
            <Minus />
          </IconButton>
          <output>{percentText(textSizePercent, locale)}</output>
          <IconButton
            label={t('settings.appearance.larger')}
            isDisabled={textSizePercent >= textSize.max}
            onPress={() => resize(textSizePercent + textSize.step)}
          >
            <Plus />
          </IconButton>
          <Button size="small" look="quiet" onPress={() => resize(textSize.usual)}>
            {t('settings.appearance.usual')}
          </Button>
        </Group>
      </Row>
    </>
  )
}
