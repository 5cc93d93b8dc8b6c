import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ContactSummary } from '../../../core/defs/index.ts'
import { Avatar, classNames } from '../../components/index.ts'
import { navigate } from '../../routing/index.ts'
import { useRootFontSize } from '../../window/index.ts'
import styles from './contacts.module.css'

const c = classNames(styles)

/** Rows drawn beyond what is seen, so that a quick wheel shows no gap. */
const overscan = 8
const rowRem = 3.125
const letterRem = 1.75

interface Props {
  readonly contacts: readonly ContactSummary[]
  /** headers by letter: not while one searches */
  readonly letters: boolean
  readonly openId: string | null
  /** asks for more rows; null when all are here */
  readonly onEnd: (() => void) | null
}

type Row = { readonly letter: string } | { readonly contact: ContactSummary; readonly index: number }

/** The rows that are on screen, of however many; one stop for the tab key, arrows within. */
export function ContactRows({ contacts, letters, openId, onEnd }: Props) {
  const { t } = useTranslation()
  const box = useRef<HTMLDivElement>(null)
  const rows = useMemo(() => rowsOf(contacts, letters), [contacts, letters])
  const [cursor, setCursor] = useState(0)
  const rem = useRootFontSize()
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: (at) => (isLetter(rows[at]) ? letterRem : rowRem) * rem,
    overscan,
  })
  const opened = contacts.findIndex(({ id }) => id === openId)
  const current = opened >= 0 ? opened : Math.min(cursor, contacts.length - 1)
  const shown = virtual.getVirtualItems()
  const last = shown.at(-1)?.index ?? 0
  useEffect(() => {
    if (onEnd !== null && last >= rows.length - overscan * 2) onEnd()
  }, [last, rows.length, onEnd])

  const go = (index: number) => {
    const contact = contacts[index]
    if (contact === undefined) return
    setCursor(index)
    navigate({ name: 'contact', id: contact.id }, { replace: openId !== null })
    virtual.scrollToIndex(rows.findIndex((row) => !isLetter(row) && row.index === index))
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const to = { ArrowDown: current + 1, ArrowUp: current - 1, Home: 0, End: contacts.length - 1 }[event.key]
    if (to === undefined || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    go(to)
  }
  const active = contacts[current]
  return (
    <div ref={box} className={c('scroller')}>
      <table
        {...asGrid}
        data-pane-focus
        aria-label={t('contacts.title')}
        aria-rowcount={onEnd === null ? rows.length : -1}
        {...(active ? { 'aria-activedescendant': rowId(active.id) } : {})}
        className={c('grid')}
        onKeyDown={onKeyDown}
      >
        <tbody className={c('canvas')} style={{ height: virtual.getTotalSize() }}>
          {shown.map(({ index, start }) => {
            const row = rows[index]
            if (row === undefined) return null
            const place = { transform: `translateY(${start}px)` }
            return isLetter(row) ? (
              <tr key={`letter ${row.letter}`} aria-rowindex={index + 1} className={c('letter')} style={place}>
                <td>{row.letter}</td>
              </tr>
            ) : (
              <ContactRow
                key={row.contact.id}
                contact={row.contact}
                place={place}
                index={index}
                current={row.contact.id === openId}
                onOpen={() => go(row.index)}
              />
            )
          })}
        </tbody>
      </table>
    </div>
  )
}

/** The list is one stop for the tab key; its rows are named by `aria-activedescendant`. */
const asGrid = { role: 'grid', tabIndex: 0 } as const
const rowId = (id: string): string => `contact-${id}`

interface RowProps {
  readonly contact: ContactSummary
  readonly place: { readonly transform: string }
  readonly index: number
  readonly current: boolean
  readonly onOpen: () => void
}

function ContactRow({ contact, place, index, current, onOpen }: RowProps) {
  const { t } = useTranslation()
  const { displayName, organisation, address, phone, confirmed, own } = contact
  const about = own ? t('contacts.you') : (organisation ?? address ?? phone ?? '')
  const details = confirmed || own ? about : t('contacts.notConfirmed', { details: about })
  return (
    <tr
      id={rowId(contact.id)}
      tabIndex={-1}
      aria-rowindex={index + 1}
      aria-selected={current}
      aria-label={[displayName, details].filter(Boolean).join(', ')}
      className={c('row', current && 'on')}
      style={place}
      onClick={onOpen}
    >
      <td className={c('cell')}>
        <Avatar label={displayName} address={address ?? displayName} machine={contact.kind !== 'person'} />
        <span className={c('words')}>
          <bdi className={c('name')}>{displayName}</bdi>
          <bdi className={c('details')}>{details}</bdi>
        </span>
      </td>
    </tr>
  )
}

const isLetter = (row: Row | undefined): row is { readonly letter: string } => row !== undefined && 'letter' in row

function rowsOf(contacts: readonly ContactSummary[], letters: boolean): Row[] {
  const rows: Row[] = []
  let letter: string | null = null
  for (const [index, contact] of contacts.entries()) {
    if (letters && contact.sortLetter !== letter) {
      letter = contact.sortLetter
      rows.push({ letter })
    }
    rows.push({ contact, index })
  }
  return rows
}
