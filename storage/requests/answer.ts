import { type Problem, toProblem } from '../../core/defs/index.ts'

/** One call into a storage thread: plain data both ways. */
export interface Request {
  readonly noun: string
  readonly verb: string
  readonly args: readonly unknown[]
}

export type Answer = { readonly value: unknown } | { readonly problem: Problem }

/** What a thread can be asked, by noun and verb; synchronous, since a thread has nothing else to do. */
export type Operations = Readonly<Record<string, Readonly<Record<string, (...args: never[]) => unknown>>>>

/** Thread side: runs a request. Failures go back as data, since an Error loses its fields on the way. */
export function answer(
  operations: () => Operations,
  request: Request,
  explain: (thrown: unknown) => unknown = (thrown) => thrown,
): Answer {
  try {
    const run: unknown = Reflect.get(operations()[request.noun] ?? {}, request.verb)
    if (typeof run !== 'function') throw new Error(`The storage thread knows no ${request.noun}.${request.verb}`)
    return { value: run(...request.args) }
  } catch (thrown) {
    return { problem: toProblem(explain(thrown)) }
  }
}
