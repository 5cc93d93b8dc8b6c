export { mboxFlags } from './flags.ts'
export { chunkBytes, maxMessageBytes } from './limits.ts'
export { quoteFrom } from './quoting.ts'
export { splitMbox } from './split.ts'
