import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** A real file system of a few megabytes (tmpfs; needs root), to be filled up, enlarged and made read-only. */
export interface SmallDisk {
  readonly directory: string
  resize(megabytes: number): Promise<void>
  setReadOnly(readOnly: boolean): Promise<void>
  remove(): Promise<void>
}

export async function createSmallDisk(megabytes: number): Promise<SmallDisk> {
  const folder = await mkdtemp(join(tmpdir(), 'small-disk-'))
  const directory = join(folder, 'disk')
  await mkdir(directory)
  await run('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'small-disk', directory])
  const remount = async (options: string): Promise<void> => {
    await run('mount', ['-o', `remount,${options}`, directory])
  }
  return {
    directory,
    resize: (size) => remount(`size=${size}m`),
    setReadOnly: (readOnly) => remount(readOnly ? 'ro' : 'rw'),
    async remove() {
      await run('umount', ['-l', directory])
      await rm(folder, { recursive: true, force: true })
    },
  }
}
