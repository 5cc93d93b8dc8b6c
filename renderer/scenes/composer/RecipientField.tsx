import { type DragEvent, type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Recipient } from '../../../core/defs/index.ts'
import { Avatar, classNames } from '../../components/index.ts'
import styles from './recipients.module.css'
import { isValidAddress, readRecipients, withoutRecipient, withRecipients, writeRecipient } from './recipients.ts'
import { usePeople } from './use-people.ts'

const c = classNames(styles)
const DRAGGED = 'application/x-caliopen-recipient'

/** A place that chips can be dropped on; with the keyboard they are cut here and typed there. */
const asTarget = (onDrop: (event: DragEvent) => void) => ({
  onDragOver: (event: DragEvent) => {
    if (event.dataTransfer.types.includes(DRAGGED)) event.preventDefault()
  },
  onDrop,
})

interface Props {
  /** how the composer finds this field */
  readonly name: string
  readonly label: string
  readonly people: readonly Recipient[]
  readonly onChange: (people: Recipient[]) => void
  /** a chip of another field was dropped here: take it out there */
  readonly onTake: (person: Recipient) => void
  readonly end?: ReactNode
  readonly autoFocus?: boolean
}

/**
 * A field of people as chips. Arrow keys walk them, Enter edits one, Delete removes it; several may be pasted at once;
 * chips can be dragged from field to field.
 */
export function RecipientField({ name, label, people, onChange, onTake, end, autoFocus = false }: Props) {
  const { t } = useTranslation()
  const listId = useId()
  const input = useRef<HTMLInputElement>(null)
  const chips = useRef<HTMLSpanElement>(null)
  const [text, setText] = useState('')
  const [active, setActive] = useState(0)
  const [closed, setClosed] = useState(false)
  const known = usePeople(text)
  const found = known.people.filter((one) => !people.some(({ address }) => address === one.address))
  /** Enter was pressed before the people for what was typed were known: it waits for them. */
  const [waiting, setWaiting] = useState(false)
  useEffect(() => {
    if (autoFocus) input.current?.focus()
  }, [autoFocus])
  const open = found.length > 0 && !closed && text !== ''

  const add = (more: readonly Recipient[]) => {
    setText('')
    setClosed(false)
    setActive(0)
    if (more.length > 0) onChange(withRecipients(people, more))
  }
  const take = () => add(readRecipients(text))
  const choose = () => {
    const choice = isValidAddress(text.trim()) ? undefined : found[active]
    if (choice !== undefined) add(choice.members)
    else if (known.settled || isValidAddress(text.trim())) take()
    else setWaiting(true)
  }
  const chooseNow = useRef(choose)
  chooseNow.current = choose
  useEffect(() => {
    if (!waiting || !known.settled) return
    setWaiting(false)
    chooseNow.current()
  }, [waiting, known.settled])
  const focusChip = (index: number) => {
    const all = chips.current?.querySelectorAll<HTMLElement>('[data-chip]')
    if (index >= (all?.length ?? 0)) input.current?.focus()
    else all?.[Math.max(0, index)]?.focus()
  }
  const remove = (index: number) => {
    const gone = people[index]
    if (gone === undefined) return
    onChange(withoutRecipient(people, gone))
    requestAnimationFrame(() => focusChip(people.length === 1 ? Number.MAX_SAFE_INTEGER : index))
  }
  const editChip = (index: number) => {
    const person = people[index]
    if (person === undefined) return
    onChange(withoutRecipient(people, person))
    setText(writeRecipient(person))
    input.current?.focus()
  }

  const onKey = (event: KeyboardEvent<HTMLInputElement>) => {
    const atStart = event.currentTarget.selectionStart === 0 && event.currentTarget.selectionEnd === 0
    if (event.key === 'ArrowDown' && open) setActive((active + 1) % found.length)
    else if (event.key === 'ArrowUp' && open) setActive((active + found.length - 1) % found.length)
    else if (event.key === 'Escape' && open) setClosed(true)
    else if ((event.key === 'Enter' || event.key === 'Tab') && text.trim() !== '') {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return
      if (closed) take()
      else choose()
    } else if ((event.key === ',' || event.key === ';') && !text.includes('"')) take()
    else if (event.key === ' ' && isValidAddress(text.trim())) take()
    else if ((event.key === 'ArrowLeft' || event.key === 'Backspace') && atStart && people.length > 0)
      focusChip(people.length - 1)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  const onChipKey = (event: KeyboardEvent, index: number) => {
    if (event.key === 'ArrowLeft') focusChip(index - 1)
    else if (event.key === 'ArrowRight') focusChip(index + 1)
    else if (event.key === 'Home') focusChip(0)
    else if (event.key === 'End') input.current?.focus()
    else if (event.key === 'Enter') editChip(index)
    else if (event.key === 'Delete' || event.key === 'Backspace') remove(index)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  const onDrop = (event: DragEvent) => {
    const dragged = event.dataTransfer.getData(DRAGGED)
    if (dragged === '') return
    event.preventDefault()
    const [person] = readRecipients(dragged)
    if (person === undefined) return
    onTake(person)
    onChange(withRecipients(people, [person]))
  }

  return (
    <div className={c('field')} data-field={name} {...asTarget(onDrop)}>
      <span className={c('label')}>{label}</span>
      <span className={c('chips')} ref={chips}>
        {people.map((person, index) => (
          <Chip
            key={person.address}
            person={person}
            onKeyDown={(event) => onChipKey(event, index)}
            onEdit={() => editChip(index)}
          />
        ))}
        <span className={c('entry')}>
          <input
            ref={input}
            value={text}
            role="combobox"
            aria-label={label}
            aria-expanded={open}
            aria-controls={listId}
            aria-autocomplete="list"
            aria-activedescendant={open ? `${listId}-${active}` : undefined}
            autoComplete="off"
            spellCheck={false}
            className={c('input')}
            onChange={(event) => {
              setText(event.target.value)
              setClosed(false)
              setActive(0)
            }}
            onKeyDown={onKey}
            onPaste={(event) => {
              const pasted = event.clipboardData.getData('text/plain')
              if (!/[,;\n\t<]|@\S+\s+\S+@/.test(pasted)) return
              event.preventDefault()
              add(readRecipients(text + pasted))
            }}
            onBlur={() => {
              setClosed(true)
              if (text.includes('@')) take()
            }}
          />
          {open && (
            <div id={listId} role="listbox" aria-label={t('composer.people')} className={c('people')}>
              {found.map((person, index) => (
                <div
                  key={`${person.address} ${person.label}`}
                  id={`${listId}-${index}`}
                  role="option"
                  aria-selected={index === active}
                  tabIndex={-1}
                  className={c('person', index === active && 'active')}
                  onPointerDown={(event) => {
                    event.preventDefault()
                    add(person.members)
                  }}
                >
                  <Avatar label={person.label} address={person.address} size="tiny" />
                  <bdi className={c('name')}>{person.label || person.address}</bdi>
                  {person.label !== '' && (
                    <span className={c('address')}>
                      {person.address || t('composer.groupOf', { count: person.members.length })}
                    </span>
                  )}
                </div>
              ))}
            </div>
          )}
        </span>
      </span>
      {end}
    </div>
  )
}

interface ChipProps {
  readonly person: Recipient
  readonly onKeyDown: (event: KeyboardEvent) => void
  readonly onEdit: () => void
}

function Chip({ person, onKeyDown, onEdit }: ChipProps) {
  const { t } = useTranslation()
  const invalid = !isValidAddress(person.address)
  const name = person.label || person.address
  return (
    <button
      type="button"
      data-chip
      draggable
      tabIndex={-1}
      title={person.address}
      aria-label={[name, person.label === '' ? '' : person.address, invalid ? t('composer.invalidAddress') : '']
        .filter(Boolean)
        .join(', ')}
      className={c('chip', invalid && 'invalid')}
      onKeyDown={onKeyDown}
      onDoubleClick={onEdit}
      onDragStart={(event) => event.dataTransfer.setData(DRAGGED, writeRecipient(person))}
    >
      <Avatar label={person.label} address={person.address} size="tiny" />
      <bdi>{name}</bdi>
      {invalid && <span className={c('state')}>{t('composer.invalidAddress')}</span>}
    </button>
  )
}
