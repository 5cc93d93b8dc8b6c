import type { Database } from 'better-sqlite3'
import { type RecordNoun, recordNouns } from '../../../core/defs/index.ts'
import type { RecordPatch, RecordPut } from '../../contracts/index.ts'
import { applyPatch } from '../../derived/index.ts'
import { parseRecord } from './rows.ts'

export function recordWrites(db: Database) {
  const find = db.prepare<[string, string], string>('select value from records where noun = ? and id = ?').pluck()
  const put = db.prepare<[string, string, string, string]>(
    `insert into records (noun, id, scope, value) values (?, ?, ?, ?)
     on conflict (noun, id) do update set scope = excluded.scope, value = excluded.value`,
  )
  const remove = db.prepare<[string, string]>('delete from records where noun = ? and id = ?')

  function read<N extends RecordNoun>(noun: N, id: string) {
    const value = find.get(noun, id)
    return value === undefined ? null : parseRecord(noun, id, value)
  }

  return {
    read,
    put({ noun, value }: RecordPut): void {
      const field = recordNouns[noun].scope
      const scope: unknown = field === null ? '' : Reflect.get(value, field)
      put.run(noun, value.id, String(scope), JSON.stringify(value))
    },
    /** null when the record is gone or not what the patch started from */
    patched(patch: RecordPatch): RecordPut | null {
      const current = read(patch.noun, patch.id)
      const next = current === null ? null : applyPatch<object>(current, patch)
      if (next === null) return null
      // checked: the schema of the noun is what RecordPut pairs it with
      return { noun: patch.noun, value: recordNouns[patch.noun].schema.parse(next) } as RecordPut
    },
    remove: (noun: RecordNoun, id: string): boolean => remove.run(noun, id).changes > 0,
  }
}
