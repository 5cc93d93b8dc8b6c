import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { fail } from '../../core/defs/index.ts'

/** What stands where in a data directory. Raised only when an older program could do harm in it. */
export const directoryFormat = 1

const format = z.object({ format: z.number().int().min(1) })

/** Reads only. Fails with `version` for a directory of a newer program, with `corrupt` for a note that makes no sense. */
export function refuseNewerFormat(directory: string): void {
  const file = join(directory, 'format.json')
  if (!existsSync(file)) return
  const found = parse(readFileSync(file, 'utf8'))
  if (found === null) {
    throw fail('corrupt', 'This folder does not say what is in it. Nothing was changed; restore its format.json.', {
      source: file,
    })
  }
  if (found <= directoryFormat) return
  throw fail(
    'version',
    'These messages were stored by a newer version of Caliopen. Nothing was changed; install that version to open them.',
    { source: file, details: `format ${found}, known up to ${directoryFormat}` },
  )
}

/** Says what the directory is, once it is ours. */
export function noteFormat(directory: string): void {
  const file = join(directory, 'format.json')
  if (existsSync(file)) return
  writeFileSync(`${file}.tmp`, `${JSON.stringify({ format: directoryFormat })}\n`)
  renameSync(`${file}.tmp`, file)
}

function parse(text: string): number | null {
  try {
    return format.parse(JSON.parse(text)).format
  } catch {
    return null
  }
}
