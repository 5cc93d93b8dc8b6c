import { escapeHtml } from './escape-html.ts'

export const keptElements: ReadonlySet<string> = new Set(
  (
    'a abbr b blockquote center cite code dd del div dl dt em font h1 h2 h3 h4 h5 h6 i ins kbd li ol p pre q s small ' +
    'span strike strong sub sup table tbody td tfoot th thead tr tt u ul'
  ).split(' '),
)

/** Attributes that only say how something looks or reads. */
const keptAttributes: ReadonlySet<string> = new Set(
  'align valign dir lang colspan rowspan border cellpadding cellspacing width height color face size bgcolor start'.split(
    ' ',
  ),
)

const keptStyles =
  /^(color|background-color|font(-family|-size|-style|-weight)?|text-(align|decoration|indent)|line-height|white-space|(margin|padding|border)(-(top|right|bottom|left))?|width|max-width|direction|list-style-type|vertical-align)$/

export function safeAttributes(element: string, attributes: Readonly<Record<string, string>>): string {
  return Object.entries(attributes)
    .flatMap(([name, value]) => {
      if (keptAttributes.has(name)) return [[name, value]]
      if (name === 'style') return [[name, safeStyle(value)]]
      if (name === 'href' && element === 'a' && /^(https?:|mailto:|tel:)/i.test(value.trim())) return [[name, value]]
      if (name === 'type' && element === 'blockquote' && value === 'cite') return [[name, value]]
      return []
    })
    .filter(([, value]) => value !== '')
    .map(([name, value]) => ` ${name}="${escapeHtml(value ?? '')}"`)
    .join('')
}

/** Declarations by name, and none that could fetch or escape: no functions but colours, no backslash, no at-rule. */
function safeStyle(style: string): string {
  return style
    .split(';')
    .map((declaration) => declaration.split(':'))
    .filter(([name = '', value = '', ...more]) => {
      const plain = value.replace(/\b(rgba?|hsla?)\([\d\s.,%/]*\)/gi, '')
      return more.length === 0 && keptStyles.test(name.trim().toLowerCase()) && !/[\\(@<>{}]/.test(plain)
    })
    .map(([name = '', value = '']) => `${name.trim().toLowerCase()}: ${value.trim()}`)
    .join('; ')
}
