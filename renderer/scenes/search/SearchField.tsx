import { Clock, CornerDownRight, Folder, MessagesSquare, Search, Tag, X } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Avatar, classNames, Key } from '../../components/index.ts'
import { chordText, isMac, useCommands } from '../../keyboard/index.tsx'
import { discussionRoute, goBack, navigate, useRoute } from '../../routing/index.ts'
import styles from './field.module.css'
import { Palette } from './Palette.tsx'
import { filterText, joinQuery, lastWord, partQuery } from './query-text.ts'
import { recentSearches } from './recent.ts'
import { rememberTyped } from './typed.ts'
import { type Choice, useSuggestions } from './use-suggestions.ts'

const c = classNames(styles)

/** While results are shown they follow the typing after this pause. */
const FOLLOW_MS = 150

/** The field in the title bar, at every place: filters as chips, words, and suggestions under it. */
export function SearchField() {
  const { t } = useTranslation()
  const route = useRoute()
  const listId = useId()
  const input = useRef<HTMLInputElement>(null)
  const [parts, setParts] = useState(() => partQuery(route.name === 'search' ? route.query : ''))
  const [open, setOpen] = useState(false)
  const [active, setActive] = useState(-1)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const { filters, words } = parts
  const choices = useSuggestions(words, open)
  const shown = open && choices.length > 0

  const inAddress = route.name === 'search' ? route.query : ''
  const written = useRef(inAddress)
  useEffect(() => {
    // The address changed by other means than this field: back, a facet, a link.
    if (inAddress === written.current) return
    written.current = inAddress
    setParts(partQuery(inAddress))
  }, [inAddress])

  useCommands([
    {
      id: 'search.focus',
      label: t('search.command'),
      keys: ['/'],
      group: t('search.group'),
      run: () => {
        input.current?.focus()
        input.current?.select()
      },
    },
  ])

  const go = (query: string, replace: boolean) => {
    written.current = query
    rememberTyped(query)
    navigate({ name: 'search', query, messageId: null }, { replace })
  }
  const search = (next = parts) => {
    clearTimeout(timer.current)
    const query = joinQuery(next)
    setOpen(false)
    setActive(-1)
    if (query === '') return
    setParts(partQuery(query))
    recentSearches.add(query)
    go(query, route.name === 'search')
  }
  const change = (next: typeof parts) => {
    setParts(next)
    setActive(-1)
    clearTimeout(timer.current)
    if (route.name === 'search') timer.current = setTimeout(() => go(joinQuery(next), true), FOLLOW_MS)
  }
  const type = (text: string) => {
    setOpen(true)
    // A whole filter followed by a space becomes a chip.
    const found = text.endsWith(' ') ? partQuery(text) : { filters: [], words: text }
    change(
      found.filters.length > 0
        ? { filters: [...filters, ...found.filters], words: found.words }
        : { filters, words: text },
    )
  }
  const choose = (choice: Choice) => {
    const { does } = choice
    if ('query' in does) search(partQuery(does.query))
    else if ('view' in does) {
      setOpen(false)
      setParts({ filters: [], words: '' })
      navigate({ name: 'view', view: does.view, unread: false })
    } else if ('discussion' in does) {
      setOpen(false)
      setParts({ filters: [], words: '' })
      navigate(discussionRoute(does.discussion, { view: 'all', unread: false }))
    } else if ('thread' in does) {
      setOpen(false)
      setParts({ filters: [], words: '' })
      navigate({ name: 'thread', id: does.thread, view: 'all', unread: false })
    } else {
      const next = { filters: [...filters, does.filter], words: lastWord(words).before }
      change(next)
      search(next)
      setOpen(false)
    }
    input.current?.focus()
  }
  const dropFilter = (index: number) => change({ filters: filters.filter((_, at) => at !== index), words })

  const onKey = (event: KeyboardEvent<HTMLInputElement>) => {
    const atStart = event.currentTarget.selectionStart === 0 && event.currentTarget.selectionEnd === 0
    const choice = choices[active]
    const typed = partQuery(words)
    if (event.key === 'ArrowDown' && choices.length > 0) setActive(Math.min(choices.length - 1, active + 1))
    else if (event.key === 'ArrowUp' && active >= 0) setActive(active - 1)
    else if (event.key === 'Enter') choice && shown ? choose(choice) : search()
    else if (event.key === 'Tab' && !event.shiftKey && choice && shown) choose(choice)
    else if (event.key === 'Tab' && !event.shiftKey && typed.filters.length > 0) {
      change({ filters: [...filters, ...typed.filters], words: typed.words })
    } else if (event.key === 'Backspace' && atStart && filters.length > 0) {
      // A chip turns back into text, so that it can be corrected.
      change({ filters: filters.slice(0, -1), words: `${filters.at(-1) ?? ''}${words ? ` ${words}` : ''}` })
    } else if (event.key === 'Escape') {
      if (shown) setOpen(false)
      else {
        event.currentTarget.blur()
        if (route.name === 'search') goBack()
      }
    } else return
    event.preventDefault()
    event.stopPropagation()
  }

  return (
    <search className={c('field', open && 'on')}>
      <Search />
      {filters.map((filter, index) => (
        <FilterChip key={filter} filter={filter} onDrop={() => dropFilter(index)} />
      ))}
      <input
        ref={input}
        value={words}
        role="combobox"
        aria-label={t('search.field')}
        aria-expanded={shown}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={shown && active >= 0 ? `${listId}-${active}` : undefined}
        placeholder={filters.length === 0 ? t('search.placeholder') : ''}
        autoComplete="off"
        spellCheck={false}
        className={c('input')}
        onChange={(event) => type(event.target.value)}
        onKeyDown={onKey}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
      />
      {!open && filters.length === 0 && words === '' && (
        <span className={c('hints')}>
          <Key>/</Key>
          <Key>{chordText('mod+k', isMac()).join('')}</Key>
        </span>
      )}
      {(words !== '' || filters.length > 0) && (
        <button
          type="button"
          aria-label={t('search.clear')}
          className={c('clear')}
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => {
            change({ filters: [], words: '' })
            input.current?.focus()
          }}
        >
          <X />
        </button>
      )}
      <Palette />
      {shown && (
        <div id={listId} role="listbox" aria-label={t('search.suggestions')} className={c('choices')}>
          {choices.map((choice, index) => (
            <div
              key={choice.key}
              id={`${listId}-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === active}
              className={c('choice', index === active && 'active')}
              onPointerDown={(event) => {
                event.preventDefault()
                choose(choice)
              }}
            >
              <ChoiceIcon choice={choice} />
              <bdi className={c('label')}>{choice.label}</bdi>
              <span className={c('details')}>
                {choice.kind === 'person' ? choice.details : t(`search.kind.${choice.kind}`)}
              </span>
            </div>
          ))}
        </div>
      )}
    </search>
  )
}

function ChoiceIcon({ choice }: { readonly choice: Choice }): ReactNode {
  switch (choice.kind) {
    case 'person':
      return <Avatar label={choice.label} address={choice.details} size="tiny" />
    case 'mailbox':
      return <Folder />
    case 'tag':
      return <Tag />
    case 'discussion':
      return <MessagesSquare />
    case 'recent':
      return <Clock />
    default:
      return <CornerDownRight />
  }
}

/** `from Amira Haddad ×`. */
function FilterChip({ filter, onDrop }: { readonly filter: string; readonly onDrop: () => void }) {
  const { t } = useTranslation()
  const { name, value, negated } = filterText(filter)
  return (
    <span className={c('chip')}>
      <span className={c('chipName')}>{negated ? t('search.not', { name }) : name}</span> <bdi>{value}</bdi>
      <button
        type="button"
        tabIndex={-1}
        aria-label={t('search.drop', { filter: `${name} ${value}` })}
        onPointerDown={(event) => event.preventDefault()}
        onClick={onDrop}
      >
        <X />
      </button>
    </span>
  )
}
