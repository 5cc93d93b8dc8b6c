import { Tokenizer } from 'htmlparser2'

/** Names of attributes that are looked at on any element. */
export const lookedAt = new Set(
  [
    'src srcset imagesrcset href xlink:href background poster data action formaction lowsrc dynsrc ping manifest archive',
    'code codebase classid icon srcdoc content value to from values style width height hidden rel as type name profile',
    'http-equiv property title alt id',
  ].flatMap((names) => names.split(' ')),
)

/** Text in attributes with its character references resolved. */
export function decoded(raw: string): string {
  if (!raw.includes('&')) return raw
  const simple = raw.replaceAll('&amp;', '&')
  if (!/&[#a-z0-9]/i.test(simple) || onlyParameters.test(simple)) return simple
  return resolved(raw)
}

/** `?a=1&b=2`: what follows an ampersand and an equals sign is no character reference in an attribute. */
const onlyParameters = /^[^&]*(?:&[a-z0-9_.-]+=[^&]*)*$/i

function resolved(raw: string): string {
  const pieces: string[] = []
  const html = `<a b="${raw.replaceAll('"', '&quot;')}">`
  const nothing = () => {}
  const tokenizer = new Tokenizer(
    { decodeEntities: true },
    {
      onattribdata: (start, end) => pieces.push(html.slice(start, end)),
      onattribentity: (code) => pieces.push(String.fromCodePoint(code)),
      onattribend: nothing,
      onattribname: nothing,
      oncdata: nothing,
      onclosetag: nothing,
      oncomment: nothing,
      ondeclaration: nothing,
      onend: nothing,
      onopentagend: nothing,
      onopentagname: nothing,
      onprocessinginstruction: nothing,
      onselfclosingtag: nothing,
      ontext: nothing,
      ontextentity: nothing,
    },
  )
  tokenizer.write(html)
  tokenizer.end()
  return pieces.join('')
}
