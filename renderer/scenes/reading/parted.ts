import type { ThreadSummary } from '../../../core/defs/index.ts'

/** The latest threads as tabs; one that is read is among them, wherever it stands. */
export function parted(
  threads: readonly ThreadSummary[],
  selectedId: string | null,
  places: number,
): { shown: readonly ThreadSummary[]; older: readonly ThreadSummary[] } {
  const shown = threads.slice(0, places)
  const selected = threads.find(({ id }) => id === selectedId)
  if (selected && !shown.includes(selected)) shown.splice(Math.max(0, places - 1), 1, selected)
  return { shown, older: threads.filter((thread) => !shown.includes(thread)) }
}
