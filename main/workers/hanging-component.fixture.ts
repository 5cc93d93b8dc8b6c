import type { Component } from '../../core/components/index.ts'

/** A component from outside with two weaknesses planted: it hangs on some messages, and ends its thread on others. */
const hanging: Component = {
  name: 'hanging',
  version: 1,
  reads: ['headers'],
  yields: { 'was-here': 'header' },
  limits: { timeMs: 1_000, chars: 0 },
  run({ headers }) {
    const mood = headers.find(({ name }) => name === 'x-component')?.value
    if (mood === 'hang') for (;;);
    if (mood === 'exit') process.exit(3)
    return { 'was-here': true }
  },
}
export default hanging
