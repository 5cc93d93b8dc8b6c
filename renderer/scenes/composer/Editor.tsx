import { type RefObject, useEffect, useImperativeHandle, useRef } from 'react'
import Squire from 'squire-rte'
import { classNames } from '../../components/index.ts'
import { sanitiseForEditing } from '../../mail-frame/index.tsx'
import styles from './composer.module.css'
import { showPictures, storedHtml } from './inline-pictures.ts'
import { textOfHtml } from './text-of-html.ts'

const c = classNames(styles)

export type Format = 'bold' | 'italic' | 'underline' | 'bullets' | 'numbers' | 'quote' | 'link'

/** What the toolbar and the composer's keys do in the editor. */
export interface EditorControl {
  focus(): void
  format(format: Format): void
  link(address: string): void
  /** a picture that was attached, at the cursor */
  picture(contentId: string, name: string): void
}

interface Props {
  readonly html: string
  /** counts up when `html` must be shown anew; while it stays, the editor is ahead of `html` */
  readonly generation: number
  readonly label: string
  readonly pictures: ReadonlyMap<string, string>
  readonly control: RefObject<EditorControl | null>
  readonly autoFocus: boolean
  readonly onEdit: (html: string, text: string) => void
  readonly onFormats: (formats: ReadonlySet<Format>) => void
  readonly onFiles: (files: File[], inline: boolean) => void
  readonly onAskLink: () => void
}

/** A text field of its own: neither input nor textarea can hold form. */
const asTextbox = (name: string) => ({ role: 'textbox', 'aria-multiline': true, 'aria-label': name, tabIndex: 0 })

const IN_PATH: readonly (readonly [Format, RegExp])[] = [
  ['bold', />B\b|>STRONG\b/],
  ['italic', />I\b|>EM\b/],
  ['underline', />U\b/],
  ['bullets', />UL\b/],
  ['numbers', />OL\b/],
  ['quote', />BLOCKQUOTE\b/],
  ['link', />A\b/],
]

/** The text with its form. Whatever comes in, by paste, drop or from a quoted message, goes through the sanitiser. */
export default function Editor(props: Props) {
  const { generation, label, pictures, control, autoFocus } = props
  const root = useRef<HTMLDivElement>(null)
  const editor = useRef<Squire | null>(null)
  const latest = useRef(props)
  latest.current = props

  useEffect(() => {
    if (root.current === null) return undefined
    const made = new Squire(root.current, {
      blockTag: 'DIV',
      sanitizeToDOMFragment: (dirty) => {
        const page = new DOMParser().parseFromString(sanitiseForEditing(dirty), 'text/html')
        showPictures(page, latest.current.pictures)
        const fragment = document.createDocumentFragment()
        fragment.append(...[...page.body.childNodes].map((node) => document.importNode(node, true)))
        return fragment
      },
      tagAttributes: { blockquote: { type: 'cite' } },
    })
    editor.current = made
    made.setKeyHandler('Control-k', null).setKeyHandler('Meta-k', null)
    made.addEventListener('pathChange', () => {
      const path = `>${made.getPath()}`
      latest.current.onFormats(new Set(IN_PATH.flatMap(([format, pattern]) => (pattern.test(path) ? [format] : []))))
    })
    made.setHTML(latest.current.html)
    made.addEventListener('input', () =>
      latest.current.onEdit(storedHtml(made.getHTML()), root.current ? textOfHtml(root.current) : ''),
    )
    if (latest.current.autoFocus) made.moveCursorToStart().focus()
    return () => {
      made.destroy()
      editor.current = null
    }
  }, [])

  useEffect(() => {
    if (generation > 0) editor.current?.setHTML(latest.current.html)
  }, [generation])
  useEffect(() => {
    if (root.current) showPictures(root.current, pictures)
  }, [pictures])

  useImperativeHandle(control, () => ({
    focus: () => editor.current?.focus(),
    format: (format) => applyFormat(editor.current, format, latest.current.onAskLink),
    link: (address) => editor.current?.focus().makeLink(address),
    picture: (contentId, name) => {
      const image = document.createElement('img')
      image.setAttribute('data-cid', contentId)
      image.alt = name
      image.style.maxWidth = '100%'
      editor.current?.focus().insertElement(image)
    },
  }))

  const filesOf = (files: FileList): File[] => [...files]
  return (
    <div
      ref={root}
      {...asTextbox(label)}
      data-autofocus={autoFocus || undefined}
      className={c('editor')}
      onPasteCapture={(event) => {
        const files = filesOf(event.clipboardData.files)
        if (files.length === 0 || event.clipboardData.types.includes('text/html')) return
        event.preventDefault()
        event.stopPropagation()
        props.onFiles(
          files,
          files.every(({ type }) => isPicture(type)),
        )
      }}
      onDropCapture={(event) => {
        const files = filesOf(event.dataTransfer.files)
        if (files.length === 0) return
        event.preventDefault()
        event.stopPropagation()
        props.onFiles(
          files,
          files.every(({ type }) => isPicture(type)),
        )
      }}
    />
  )
}

const isPicture = (type: string): boolean => /^image\/(?:png|gif|jpe?g|webp)$/.test(type)

function applyFormat(editor: Squire | null, format: Format, askLink: () => void): void {
  if (editor === null) return
  const toggle = {
    bold: ['B', 'bold', 'removeBold'],
    italic: ['I', 'italic', 'removeItalic'],
    underline: ['U', 'underline', 'removeUnderline'],
  } as const
  switch (format) {
    case 'bold':
    case 'italic':
    case 'underline': {
      const [tag, on, off] = toggle[format]
      editor.hasFormat(tag) ? editor[off]() : editor[on]()
      break
    }
    case 'bullets':
      editor.hasFormat('UL') ? editor.removeList() : editor.makeUnorderedList()
      break
    case 'numbers':
      editor.hasFormat('OL') ? editor.removeList() : editor.makeOrderedList()
      break
    case 'quote':
      editor.hasFormat('BLOCKQUOTE') ? editor.decreaseQuoteLevel() : editor.increaseQuoteLevel()
      break
    case 'link':
      if (!editor.hasFormat('A')) {
        askLink()
        return
      }
      editor.removeLink()
  }
  editor.focus()
}
