import { Bell, Database, Eye, Gauge, Info, Keyboard, ListChecks, Lock, PenLine, SunMoon, Tag, User } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { classNames } from '../../components/index.ts'
import { KeyboardPage } from '../../keyboard/index.tsx'
import { Link } from '../../routing/index.ts'
import { useLayout } from '../../window/index.ts'
import { AboutPage } from './AboutPage.tsx'
import { AccountsPage } from './AccountsPage.tsx'
import { AppearancePage } from './AppearancePage.tsx'
import { DataPage } from './DataPage.tsx'
import { ImportancePage } from './ImportancePage.tsx'
import { NotificationsPage } from './NotificationsPage.tsx'
import { PrivacyPage } from './PrivacyPage.tsx'
import { ReadingPage } from './ReadingPage.tsx'
import { RulesPage } from './RulesPage.tsx'
import styles from './settings.module.css'
import { TagsPage } from './TagsPage.tsx'
import { WritingPage } from './WritingPage.tsx'

const c = classNames(styles)

const pages = [
  { key: 'accounts', icon: <User />, page: <AccountsPage /> },
  { key: 'reading', icon: <Eye />, page: <ReadingPage /> },
  { key: 'writing', icon: <PenLine />, page: <WritingPage /> },
  { key: 'privacy', icon: <Lock />, page: <PrivacyPage /> },
  { key: 'importance', icon: <Gauge />, page: <ImportancePage /> },
  { key: 'rules', icon: <ListChecks />, page: <RulesPage /> },
  { key: 'tags', icon: <Tag />, page: <TagsPage /> },
  { key: 'notifications', icon: <Bell />, page: <NotificationsPage /> },
  { key: 'appearance', icon: <SunMoon />, page: <AppearancePage /> },
  { key: 'keyboard', icon: <Keyboard />, page: <KeyboardPage /> },
  { key: 'data', icon: <Database />, page: <DataPage /> },
  { key: 'about', icon: <Info />, page: <AboutPage /> },
] as const satisfies readonly { key: string; icon: ReactNode; page: ReactNode }[]

/** All settings, a page a subject. Every change is kept at once; there is no "save". */
export function SettingsScene({ page }: { readonly page: string }) {
  const { t } = useTranslation()
  const { width } = useLayout()
  const current = pages.find(({ key }) => key === page) ?? pages[0]
  return (
    <div className={c('scene', width === 'single' && 'single')}>
      <nav aria-label={t('shell.settings')} data-pane="list" className={c('list')}>
        <h1>{t('shell.settings')}</h1>
        {pages.map(({ key, icon }) => (
          <Link
            key={key}
            to={{ name: 'settings', page: key }}
            className={c('item')}
            aria-current={key === current.key ? 'page' : undefined}
          >
            {icon}
            {t(`settings.${key}.title`)}
          </Link>
        ))}
      </nav>
      <section aria-labelledby="settings-title" data-pane="reading" className={c('page')}>
        <div className={c('form')}>
          <h2 id="settings-title">{t(`settings.${current.key}.title`)}</h2>
          {current.page}
        </div>
      </section>
    </div>
  )
}
