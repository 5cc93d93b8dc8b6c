import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { classNames } from '../components/index.ts'
import styles from './mail-frame.module.css'
import { findMarks } from './marks.ts'
import { type Block, findLinks, readPlainText } from './plain-text.ts'

const c = classNames(styles)

/** Quotes shorter than this are the context of an answer and stay in sight. */
const MIN_FOLDED_LINES = 4

export interface LinkEvents {
  /** a person follows a link */
  onOpen(href: string, text: string): void
  /** a link is pointed at or focused; null when it no longer is */
  onPoint(href: string | null, text: string): void
}

interface Props extends LinkEvents {
  readonly text: string
  readonly marks: readonly string[]
}

/** A plain-text message: links found, quotes and the signature folded. React writes it, so nothing in it is markup. */
export function PlainText({ text, marks, ...links }: Props) {
  const blocks = useMemo(() => readPlainText(text), [text])
  const onlyQuote = blocks.every(({ kind }) => kind !== 'text')
  return (
    <div className={c('text')} dir="auto">
      <Blocks blocks={blocks} open={onlyQuote} marks={marks} {...links} />
    </div>
  )
}

type BlocksProps = {
  readonly blocks: readonly Block[]
  readonly open: boolean
  readonly marks: readonly string[]
} & LinkEvents

function Blocks({ blocks, open, ...rest }: BlocksProps) {
  const { t } = useTranslation()
  return blocks.map((block, index) => {
    const key = `${index}${block.kind}`
    if (block.kind === 'text') {
      return (
        <p key={key} dir="auto">
          <Line text={block.text} {...rest} />
        </p>
      )
    }
    if (block.kind === 'signature') {
      return (
        <details key={key} open={open}>
          <summary className={c('fold')}>{t('mailFrame.signature')}</summary>
          <p className={c('signature')}>
            <Line text={block.text} {...rest} />
          </p>
        </details>
      )
    }
    const inner = (
      <blockquote>
        <Blocks blocks={block.blocks} open {...rest} />
      </blockquote>
    )
    if (open || block.lines < MIN_FOLDED_LINES) return <div key={key}>{inner}</div>
    const { lines: count, name } = block
    return (
      <details key={key}>
        <summary className={c('fold')}>
          {name === null ? t('mailFrame.quoted', { count }) : t('mailFrame.quotedFrom', { count, name })}
        </summary>
        {inner}
      </details>
    )
  })
}

function Line({
  text,
  marks,
  onOpen,
  onPoint,
}: { readonly text: string; readonly marks: readonly string[] } & LinkEvents) {
  return findLinks(text).map((piece, index) => {
    const key = `${index}`
    const { href } = piece
    if (href === null) return <Marked key={key} text={piece.text} marks={marks} />
    return (
      <a
        key={key}
        href={href}
        rel="noopener noreferrer nofollow"
        onClick={(event) => {
          event.preventDefault()
          onOpen(href, piece.text)
        }}
        onPointerEnter={() => onPoint(href, piece.text)}
        onPointerLeave={() => onPoint(null, '')}
        onFocus={() => onPoint(href, piece.text)}
        onBlur={() => onPoint(null, '')}
      >
        <Marked text={piece.text} marks={marks} />
      </a>
    )
  })
}

function Marked({ text, marks }: { readonly text: string; readonly marks: readonly string[] }) {
  if (marks.length === 0) return text
  const found = findMarks(text, marks)
  return found
    .flatMap(([start, end], index) => {
      const before = text.slice(found[index - 1]?.[1] ?? 0, start)
      const last = index === found.length - 1 ? text.slice(end) : ''
      return [before, <mark key={start}>{text.slice(start, end)}</mark>, last]
    })
    .concat(found.length === 0 ? [text] : [])
}
