import { fail, type RecordNoun, type RecordOf, recordNouns } from '../../../core/defs/index.ts'

/** A record as it stands in the database, through the schema of its noun. Fails with `corrupt`. */
export function parseRecord<N extends RecordNoun>(noun: N, id: string, value: string): RecordOf<N> {
  try {
    return recordNouns[noun].schema.parse(JSON.parse(value)) as RecordOf<N> // checked: by that very schema
  } catch (thrown) {
    throw fail('corrupt', 'A record in the database cannot be read. Your messages are safe; run a check of the data.', {
      details: `${noun} ${id}: ${thrown instanceof Error ? thrown.message : String(thrown)}`,
    })
  }
}
