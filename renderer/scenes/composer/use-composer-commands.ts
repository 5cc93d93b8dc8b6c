import { useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { type Command, useCommands } from '../../keyboard/index.tsx'
import type { Format } from './Editor.tsx'
import type { ComposerState } from './use-composer.ts'

const FORMATS: readonly (readonly [Format, string])[] = [
  ['numbers', 'mod+shift+7'],
  ['bullets', 'mod+shift+8'],
  ['quote', 'mod+shift+9'],
  ['link', 'mod+k'],
]

/** The composer's own keys; bold, italic and underline are the editor's. */
export function useComposerCommands(composer: ComposerState): void {
  const { t } = useTranslation()
  const latest = useRef(composer)
  latest.current = composer
  const { plain } = composer
  const commands = useMemo<Command[]>(() => {
    const group = t('composer.name')
    const now = () => latest.current
    return [
      { id: 'composer.send', label: t('composer.send'), keys: ['mod+enter'], group, run: () => now().send() },
      {
        id: 'composer.later',
        label: t('composer.later'),
        keys: ['mod+shift+enter'],
        group,
        run: () => now().ask('moment'),
      },
      { id: 'composer.cc', label: t('composer.showCc'), keys: ['mod+shift+c'], group, run: () => now().show('cc') },
      { id: 'composer.bcc', label: t('composer.showBcc'), keys: ['mod+shift+b'], group, run: () => now().show('bcc') },
      {
        id: 'composer.from',
        label: t('composer.showFrom'),
        keys: ['mod+shift+f'],
        group,
        run: () => now().show('from'),
      },
      { id: 'composer.close', label: t('composer.close'), keys: ['escape'], group, run: () => now().close() },
      {
        id: 'composer.plain',
        label: t(plain ? 'composer.withForm' : 'composer.plain'),
        keys: [],
        group,
        run: () => now().togglePlain(),
      },
      ...(plain
        ? []
        : FORMATS.map(([format, key]) => ({
            id: `composer.${format}`,
            label: t(`composer.format.${format}`),
            keys: [key],
            group,
            run: () => now().editor.current?.format(format),
          }))),
    ]
  }, [t, plain])
  useCommands(commands)
}
