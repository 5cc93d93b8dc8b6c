import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useLink } from '../client/index.ts'
import { classNames, Notice, Splitter } from '../components/index.ts'
import { navigate, type Route, useRoute } from '../routing/index.ts'
import { ConnectionsScene } from '../scenes/connections/index.tsx'
import { ContactsScene } from '../scenes/contacts/index.tsx'
import { DraftsScene } from '../scenes/drafts/index.tsx'
import { useDesktopNotifications } from '../scenes/notifications/index.tsx'
import { OnboardingScene } from '../scenes/onboarding/index.tsx'
import { SearchScene } from '../scenes/search/index.tsx'
import { SettingsScene } from '../scenes/settings/index.tsx'
import { MailScene } from '../scenes/timeline/index.tsx'
import {
  Announcer,
  InspectorProvider,
  LayoutProvider,
  railWidths,
  TaggingProvider,
  unreadOf,
  useAccounts,
  useLayout,
  useMailboxes,
  useSettings,
  ViewSettingsProvider,
} from '../window/index.ts'
import { Rail } from './Rail.tsx'
import { SceneBoundary } from './SceneBoundary.tsx'
import styles from './shell.module.css'
import { TitleBar } from './TitleBar.tsx'
import { usePanes } from './use-panes.ts'
import { useShellCommands } from './use-shell-commands.ts'

const c = classNames(styles)

export function Shell() {
  const { textSizePercent } = useSettings()
  return (
    <LayoutProvider textSizePercent={textSizePercent}>
      <ViewSettingsProvider>
        <InspectorProvider>
          <TaggingProvider>
            <Announcer>
              <Window />
            </Announcer>
          </TaggingProvider>
        </InspectorProvider>
      </ViewSettingsProvider>
    </LayoutProvider>
  )
}

function Window() {
  const { t } = useTranslation()
  const route = useRoute()
  const link = useLink()
  const { railFolded, railPx, resizeRail, width } = useLayout()
  usePanes()
  useWelcome(route)
  useShellCommands()
  useTitle(route)
  useDesktopNotifications(window.caliopen !== undefined)
  const bare = route.name === 'welcome'
  return (
    <div
      className={c('window', bare && 'bare', railFolded && 'folded')}
      data-width={width}
      style={{ '--rail-now': `${railPx}px` }}
    >
      <TitleBar bare={bare} />
      {!bare && <Rail route={route} />}
      <main className={c('sheet')}>
        {!bare && !railFolded && (
          <Splitter label={t('shell.railWidth')} width={railPx} {...railWidths} onResize={resizeRail} />
        )}
        {link !== 'restored' && (
          <div className={c('link')}>
            <Notice kind="warn" alert>
              <b>{t(link === 'lost' ? 'shell.linkLost' : 'shell.linkEnded')}.</b>{' '}
              {t(link === 'lost' ? 'shell.linkLostText' : 'shell.linkEndedText')}
            </Notice>
          </div>
        )}
        <SceneBoundary key={sceneOf(route)}>{<Scene route={route} />}</SceneBoundary>
      </main>
    </div>
  )
}

/** Who has no account is welcomed once; "start without an account" leads past it until the window is opened again. */
function useWelcome(route: Route): void {
  const { items, isKnown } = useAccounts()
  const looked = useRef(false)
  useEffect(() => {
    if (!isKnown || looked.current) return
    looked.current = true
    if (items.length === 0 && route.name === 'timeline') navigate({ name: 'welcome' }, { replace: true })
  }, [isKnown, items, route])
}

/** The window's name, as tabs and the system's own list of windows show it. */
function useTitle(route: Route): void {
  const { t } = useTranslation()
  const { items } = useMailboxes()
  const unread = unreadOf(items, 'inbox')
  const timeline = unread > 0 ? `${t('shell.timeline')} (${unread})` : t('shell.timeline')
  const name = nameOf(route)
  const place = route.name === 'search' ? route.query : name === null ? timeline : t(`shell.${name}`)
  useEffect(() => {
    document.title = place ? `${place} · Caliopen` : 'Caliopen'
  }, [place])
}

/** What a place beside the mail is called. */
function nameOf(route: Route): 'settings' | 'drafts' | 'contacts' | 'connections' | null {
  switch (route.name) {
    case 'draft':
      return 'drafts'
    case 'contact':
      return 'contacts'
    case 'settings':
    case 'drafts':
    case 'contacts':
    case 'connections':
      return route.name
    default:
      return null
  }
}

/** Places that share a scene keep it mounted: its scroll and selection stay. */
function sceneOf(route: Route): string {
  switch (route.name) {
    case 'timeline':
    case 'view':
    case 'discussion':
    case 'thread':
    case 'message':
      return 'mail'
    default:
      return nameOf(route) ?? route.name
  }
}

function Scene({ route }: { readonly route: Route }) {
  switch (route.name) {
    case 'welcome':
      return <OnboardingScene />
    case 'search':
      return <SearchScene />
    case 'settings':
      return <SettingsScene page={route.page} />
    case 'contacts':
    case 'contact':
      return <ContactsScene openId={route.name === 'contact' ? route.id : null} />
    case 'connections':
      return <ConnectionsScene />
    case 'drafts':
    case 'draft':
      return <DraftsScene openId={route.name === 'draft' ? route.id : null} />
    default:
      return <MailScene route={route} />
  }
}
