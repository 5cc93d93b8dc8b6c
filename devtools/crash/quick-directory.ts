import { existsSync } from 'node:fs'
import { mkdtemp, statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const memory = '/dev/shm'
/** Less than this free in memory (a container has 64 MB) and the disk is used. */
const enoughBytes = 1_000_000_000

/**
 * A new folder in memory where there is such a thing: a hundred programs that are killed need no disk under them, since
 * what a process has written survives its death anywhere. On a busy disk each of their hundreds of fsyncs would wait.
 */
export async function quickDirectory(prefix: string): Promise<string> {
  return mkdtemp(join((await hasRoom(memory)) ? memory : tmpdir(), prefix))
}

async function hasRoom(directory: string): Promise<boolean> {
  if (!existsSync(directory)) return false
  const { bavail, bsize } = await statfs(directory)
  return bavail * bsize >= enoughBytes
}
