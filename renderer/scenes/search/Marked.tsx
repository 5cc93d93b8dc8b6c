import type { Highlighted } from '../../../core/defs/index.ts'

/** Text with what matched marked. */
export function Marked({ of }: { readonly of: Highlighted }) {
  const { text, hits } = of
  return (
    <bdi>
      {hits.map(([start, end], index) => (
        <span key={start}>
          {text.slice(hits[index - 1]?.[1] ?? 0, start)}
          <mark>{text.slice(start, end)}</mark>
        </span>
      ))}
      {text.slice(hits.at(-1)?.[1] ?? 0)}
    </bdi>
  )
}

/** The words that matched, as they stand in the texts: what is to be marked in the whole message. */
export function matchedWords(...texts: readonly (Highlighted | undefined)[]): string[] {
  const words = texts.flatMap((one) => one?.hits.map(([start, end]) => one.text.slice(start, end)) ?? [])
  return [...new Set(words.map((word) => word.toLocaleLowerCase()))].slice(0, 20)
}
