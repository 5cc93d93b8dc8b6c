import { type KeyboardEvent, useId, useState } from 'react'
import { Dialog as AriaDialog, Modal, ModalOverlay } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { classNames, Key } from '../../components/index.ts'
import { type Command, chordText, isMac, useCommands, useRegistry } from '../../keyboard/index.tsx'
import { discussionRoute, navigate } from '../../routing/index.ts'
import { matchScore } from './match-score.ts'
import styles from './palette.module.css'
import { type Choice, useSuggestions } from './use-suggestions.ts'

const c = classNames(styles)

/** Commands that are listed; the rest is found by typing more. */
const SHOWN = 7

/** Options in groups (ARIA 1.2, listbox); a fieldset would be one of form fields. */
const asGroup = (name: string) => ({ role: 'group', 'aria-label': name })

/** Everything that can be done here, people and places, by name: `Ctrl+K`, and `Ctrl+Shift+P` while writing. */
export function Palette() {
  const { t } = useTranslation()
  const registry = useRegistry()
  const [commands, setCommands] = useState<readonly Command[] | null>(null)
  useCommands([
    {
      id: 'palette.open',
      label: t('search.palette.open'),
      keys: ['mod+k', 'mod+shift+p'],
      group: t('search.group'),
      run: () => setCommands(registry.current.filter(({ id }) => id !== 'palette.open')),
    },
  ])
  const close = () => setCommands(null)
  return (
    <ModalOverlay
      isOpen={commands !== null}
      onOpenChange={(open) => !open && close()}
      isDismissable
      className={c('scrim')}
    >
      <Modal className={c('modal')}>
        <AriaDialog aria-label={t('search.palette.title')} className={c('dialog')}>
          {commands && <Choices commands={commands} onDone={close} />}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}

interface Item {
  readonly key: string
  readonly label: string
  readonly details: string
  readonly keys: readonly string[]
  readonly run: () => void
}

function Choices({ commands, onDone }: { readonly commands: readonly Command[]; readonly onDone: () => void }) {
  const { t } = useTranslation()
  const listId = useId()
  const [text, setText] = useState('')
  const [active, setActive] = useState(0)
  const found = useSuggestions(text, text.trim() !== '')
  const typed = text.trim()
  const search = () => navigate({ name: 'search', query: typed, messageId: null })

  const groups: readonly { name: string; items: readonly Item[] }[] = [
    { name: t('search.palette.commands'), items: ranked(commands, typed) },
    { name: t('search.palette.found'), items: found.map((choice) => itemOf(choice)) },
    {
      name: t('search.kind.search'),
      items:
        typed === ''
          ? []
          : [{ key: 'search', label: t('search.palette.search', { text: typed }), details: '', keys: [], run: search }],
    },
  ]
  const all = groups.flatMap(({ items }) => items)
  const run = (item: Item | undefined) => {
    if (item === undefined) return
    onDone()
    // The palette goes first and gives the focus back; the command may put it elsewhere.
    requestAnimationFrame(item.run)
  }
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') setActive((active + 1) % Math.max(1, all.length))
    else if (event.key === 'ArrowUp') setActive((active + all.length - 1) % Math.max(1, all.length))
    else if (event.key === 'Enter') {
      if (event.shiftKey && typed !== '') {
        onDone()
        search()
      } else run(all[active])
    } else if (event.key === 'Tab') setText(all[active]?.label ?? text)
    else return
    event.preventDefault()
  }
  let at = -1
  return (
    <>
      <input
        ref={(field) => field?.focus()}
        role="combobox"
        aria-label={t('search.palette.placeholder')}
        aria-expanded="true"
        aria-controls={listId}
        aria-activedescendant={all.length > 0 ? `${listId}-${active}` : undefined}
        placeholder={t('search.palette.placeholder')}
        value={text}
        autoComplete="off"
        spellCheck={false}
        className={c('input')}
        onChange={(event) => {
          setText(event.target.value)
          setActive(0)
        }}
        onKeyDown={onKey}
      />
      <div id={listId} role="listbox" aria-label={t('search.palette.title')} tabIndex={-1} className={c('list')}>
        {groups.map(({ name, items }) =>
          items.length === 0 ? null : (
            <div key={name} {...asGroup(name)}>
              <div aria-hidden="true" className={c('group')}>
                {name}
              </div>
              {items.map((item) => {
                at += 1
                const index = at
                return (
                  <div
                    key={item.key}
                    id={`${listId}-${index}`}
                    role="option"
                    tabIndex={-1}
                    aria-selected={index === active}
                    className={c('item', index === active && 'active')}
                    onPointerMove={() => setActive(index)}
                    onPointerDown={(event) => {
                      event.preventDefault()
                      run(item)
                    }}
                  >
                    <bdi className={c('label')}>{item.label}</bdi>
                    {item.details && <span className={c('details')}>{item.details}</span>}
                    <span className={c('keys')}>
                      {item.keys
                        .slice(0, 1)
                        .map((keys) => chordText(keys, isMac()).map((chord) => <Key key={chord}>{chord}</Key>))}
                    </span>
                  </div>
                )
              })}
            </div>
          ),
        )}
      </div>
    </>
  )
}

function ranked(commands: readonly Command[], typed: string): Item[] {
  return commands
    .map((command) => ({ command, score: matchScore(command.label, typed) }))
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score)
    .slice(0, SHOWN)
    .map(({ command: { id, label, group, keys, run } }) => ({ key: id, label, details: group, keys, run }))
}

function itemOf({ key, label, details, does }: Choice): Item {
  const run = () => {
    if ('view' in does) navigate({ name: 'view', view: does.view, unread: false })
    else if ('discussion' in does) navigate(discussionRoute(does.discussion, { view: 'all', unread: false }))
    else if ('thread' in does) navigate({ name: 'thread', id: does.thread, view: 'all', unread: false })
    else navigate({ name: 'search', query: 'filter' in does ? does.filter : does.query, messageId: null })
  }
  return { key, label, details, keys: [], run }
}
