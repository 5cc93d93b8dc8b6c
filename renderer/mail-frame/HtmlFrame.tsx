import { type CSSProperties, useEffect, useRef, useState } from 'react'
import { classNames } from '../components/index.ts'
import { FRAME_ROOT_ID, FRAME_SANDBOX } from './frame-document.ts'
import { useFrameFont } from './frame-font.ts'
import styles from './mail-frame.module.css'
import { markWords } from './marks.ts'
import type { LinkEvents } from './PlainText.tsx'
import type { PreparedMail } from './prepare.ts'

const c = classNames(styles)

/** Before the content is measured: two lines, so that what follows does not jump far. */
const FIRST_HEIGHT_PX = 44

interface Props extends LinkEvents {
  readonly mail: PreparedMail
  readonly title: string
  readonly marks: readonly string[]
  /** addresses (`blob:`) of pictures that may be shown, by their names in the document */
  readonly pictures: ReadonlyMap<string, string>
}

/** The frame that a prepared message is shown in. It runs nothing; this side measures it and listens for its links. */
export function HtmlFrame({ mail, title, marks, pictures, onOpen, onPoint }: Props) {
  const frame = useRef<HTMLIFrameElement>(null)
  const colours = useRef<HTMLSpanElement>(null)
  const [page, setPage] = useState<Document | null>(null)
  const [heightPx, setHeightPx] = useState(FIRST_HEIGHT_PX)

  useFrameFont(page)
  useEffect(() => (page ? measure(page, setHeightPx) : undefined), [page])
  useEffect(
    () => (page && frame.current ? listen(page, frame.current, { onOpen, onPoint }) : undefined),
    [page, onOpen, onPoint],
  )
  useEffect(
    () => (page && colours.current ? followTheme(page, colours.current, mail.designed) : undefined),
    [page, mail.designed],
  )
  useEffect(() => {
    const root = page?.getElementById(FRAME_ROOT_ID)
    if (root && marks.length > 0) markWords(root, marks)
  }, [page, marks])
  useEffect(() => {
    if (page) showPictures(page, pictures)
  }, [page, pictures])

  const style: CSSProperties = { height: heightPx, ...(mail.designed ? { colorScheme: 'light' } : {}) }
  return (
    <div className={c(mail.designed && 'paper')}>
      <span ref={colours} className={c('colours')} />
      <iframe
        ref={frame}
        title={title}
        sandbox={FRAME_SANDBOX}
        referrerPolicy="no-referrer"
        srcDoc={mail.document}
        className={c('frame')}
        style={style}
        onLoad={(event) => setPage(event.currentTarget.contentDocument)}
      />
    </div>
  )
}

function measure(page: Document, setHeightPx: (px: number) => void): (() => void) | undefined {
  const root = page.getElementById(FRAME_ROOT_ID)
  if (root === null) return undefined
  const observer = new ResizeObserver(() => setHeightPx(Math.ceil(root.getBoundingClientRect().height)))
  observer.observe(root)
  return () => observer.disconnect()
}

const linkAt = (event: Event): HTMLAnchorElement | null => {
  const target = event.target
  // An element of the frame is of the frame's own Element class, so `instanceof` would say no.
  if (target === null || !('closest' in target) || typeof target.closest !== 'function') return null
  return target.closest('a[href]')
}

function listen(page: Document, frame: HTMLIFrameElement, { onOpen, onPoint }: LinkEvents): () => void {
  const open = (event: Event) => {
    const link = linkAt(event)
    if (link === null) return
    event.preventDefault()
    const href = link.getAttribute('href') ?? ''
    if (href.startsWith('#')) page.getElementById(`user-content-${href.slice(1)}`)?.scrollIntoView()
    else onOpen(href, link.textContent ?? '')
  }
  const point = (event: Event) => {
    const link = linkAt(event)
    onPoint(link?.getAttribute('href') ?? null, link?.textContent ?? '')
  }
  const leave = () => onPoint(null, '')
  // Keys pressed in the frame are the window's: without this, shortcuts would stop working after a click in a message.
  const key = (event: KeyboardEvent) => {
    const again = new KeyboardEvent('keydown', event)
    if (!frame.dispatchEvent(again)) event.preventDefault()
  }
  page.addEventListener('click', open, true)
  page.addEventListener('auxclick', open, true)
  page.addEventListener('mouseover', point)
  page.addEventListener('focusin', point)
  page.addEventListener('mouseleave', leave)
  page.addEventListener('focusout', leave)
  page.addEventListener('keydown', key)
  return () => {
    page.removeEventListener('click', open, true)
    page.removeEventListener('auxclick', open, true)
    page.removeEventListener('mouseover', point)
    page.removeEventListener('focusin', point)
    page.removeEventListener('mouseleave', leave)
    page.removeEventListener('focusout', leave)
    page.removeEventListener('keydown', key)
  }
}

/** Copies the window's colours into the frame, now and whenever the theme changes. On paper they stay those of paper. */
function followTheme(page: Document, source: HTMLElement, designed: boolean): () => void {
  const copy = () => {
    const from = getComputedStyle(source)
    const to = page.documentElement.style
    to.setProperty('--frame-font', getComputedStyle(document.body).fontFamily)
    if (designed) return
    to.setProperty('--frame-text', from.color)
    to.setProperty('--frame-quiet', from.caretColor)
    to.setProperty('--frame-line', from.borderBlockStartColor)
    to.setProperty('--frame-link', from.textDecorationColor)
    to.setProperty('--frame-chip', from.outlineColor)
    to.setProperty('--frame-mark', from.columnRuleColor)
    to.setProperty('--frame-on-mark', from.getPropertyValue('-webkit-text-fill-color'))
  }
  copy()
  const observer = new MutationObserver(copy)
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme', 'style'] })
  const dark = matchMedia('(prefers-color-scheme: dark)')
  dark.addEventListener('change', copy)
  return () => {
    observer.disconnect()
    dark.removeEventListener('change', copy)
  }
}

function showPictures(page: Document, pictures: ReadonlyMap<string, string>): void {
  for (const [name, address] of pictures) {
    const [kind, index] = name.split(':')
    for (const image of page.querySelectorAll(`img[data-${kind}="${index}"]`)) {
      image.setAttribute('src', address)
      image.setAttribute('data-shown', '')
    }
    if (kind === 'remote') page.documentElement.style.setProperty(`--remote-${index}`, `url("${address}")`)
  }
}
