import { type AllHandlers, fail } from './defs/index.ts'

/** Handlers of a noun whose manager is being built. Gone when the last one is there. */
export function notYet<N extends keyof AllHandlers>(noun: N): AllHandlers[N] {
  return new Proxy(Object.create(null), {
    get: (_, verb) => async () => {
      throw fail('unsupported', `This is not there yet: ${noun}.${String(verb)}.`)
    },
  })
}
