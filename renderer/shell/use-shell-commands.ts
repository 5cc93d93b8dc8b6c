import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { type Command, useCommands } from '../keyboard/index.tsx'
import { listRoute, navigate, type Route } from '../routing/index.ts'
import { textSize, useLayout, useNewMessage, useSettings, useUpdateSettings } from '../window/index.ts'

/** What the keyboard does at every place: going to places, beginning a message, folding the rail, zooming. */
export function useShellCommands(): void {
  const { t } = useTranslation()
  const { railFolded, foldRail } = useLayout()
  const { textSizePercent } = useSettings()
  const update = useUpdateSettings()
  const newMessage = useNewMessage()
  const commands = useMemo<Command[]>(() => {
    const group = t('shell.places')
    const go = (id: string, name: string, keys: readonly string[], to: Route): Command => ({
      id: `go.${id}`,
      label: t('shell.goTo', { place: name }),
      keys: keys.map((key) => `g ${key}`),
      group,
      run: () => navigate(to),
    })
    const zoom = (percent: number) => () =>
      update({ textSizePercent: Math.min(textSize.max, Math.max(textSize.min, percent)) })
    const window = t('shell.window')
    return [
      { id: 'message.new', label: t('shell.newMessage'), keys: ['c'], group, opensText: true, run: newMessage },
      go('timeline', t('shell.timeline'), ['i'], listRoute('role:inbox')),
      go('starred', t('shell.starred'), ['s'], listRoute('starred')),
      go('drafts', t('shell.drafts'), ['d', 'o'], { name: 'drafts' }),
      go('sent', t('shell.sent'), ['t'], listRoute('role:sent')),
      go('archive', t('shell.archive'), ['a'], listRoute('role:archive')),
      go('contacts', t('shell.contacts'), ['c'], { name: 'contacts' }),
      go('connections', t('shell.connections'), ['x'], { name: 'connections' }),
      go('all', t('shell.all'), [], listRoute('all')),
      go('settings', t('shell.settings'), [','], { name: 'settings', page: 'accounts' }),
      {
        id: 'rail.fold',
        label: t(railFolded ? 'shell.unfoldRail' : 'shell.foldRail'),
        keys: ['mod+b'],
        group: window,
        run: () => foldRail(!railFolded),
      },
      {
        id: 'zoom.in',
        label: t('settings.appearance.larger'),
        keys: ['mod+=', 'mod++'],
        group: window,
        run: zoom(textSizePercent + textSize.step),
      },
      {
        id: 'zoom.out',
        label: t('settings.appearance.smaller'),
        keys: ['mod+-'],
        group: window,
        run: zoom(textSizePercent - textSize.step),
      },
      {
        id: 'zoom.usual',
        label: t('settings.appearance.usual'),
        keys: ['mod+0'],
        group: window,
        run: zoom(textSize.usual),
      },
    ]
  }, [t, railFolded, foldRail, textSizePercent, update, newMessage])
  useCommands(commands)
}
