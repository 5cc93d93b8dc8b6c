import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { printTable } from './table.ts'

const here = import.meta.dirname
/** Debian's own: it has notmuch's module. */
const python = '/usr/bin/python3'

/** notmuch and mu on the Maildir of the same mail: the index, and the same questions. Needs the Debian packages. */
export function measurePeers(mail: string, size: number): void {
  const maildir = join(mail, 'Maildir')
  const rows: string[][] = []
  const notmuch = has('notmuch') ? indexNotmuch(maildir, size, rows) : '-'
  const mu = has('mu') ? indexMu(mail, maildir, size, rows) : '-'
  if (rows.length === 0) {
    process.stdout.write('No peer is installed (Debian: notmuch python3-notmuch2 maildir-utils).\n')
    return
  }
  printTable(['peer', 'work', 'messages', 'wall s', 'CPU s', 'memory MB', 'disk MB'], rows)
  const found = capture(python, [join(here, 'search_peers.py'), join(mail, 'manifest.json'), notmuch, mu])
  printTable(['peer', 'query', 'rows', 'process ms', 'process CPU ms', 'engine ms'], toRows(found))
}

function indexNotmuch(maildir: string, size: number, rows: string[][]): string {
  const config = join(maildir, '..', 'notmuch-config')
  writeFileSync(config, `[database]\npath=${maildir}\n[user]\nprimary_email=u1@lab.test\n[new]\ntags=unread;inbox;\n`)
  process.env['NOTMUCH_CONFIG'] = config
  const index = join(maildir, '.notmuch')
  rmSync(index, { recursive: true, force: true })
  rows.push(...measured('notmuch', 'index', size, index, ['notmuch', 'new', '--quiet']))
  return maildir
}

function indexMu(mail: string, maildir: string, size: number, rows: string[][]): string {
  const home = join(mail, 'mu')
  rmSync(home, { recursive: true, force: true })
  mkdirSync(home)
  capture('mu', ['init', '--quiet', `--muhome=${home}`, `--maildir=${maildir}`, '--my-address=u1@lab.test'])
  rows.push(...measured('mu', 'index', size, home, ['mu', 'index', '--quiet', `--muhome=${home}`]))
  return home
}

const measured = (peer: string, work: string, size: number, disk: string, command: readonly string[]): string[][] =>
  toRows(capture(python, [join(here, 'measure.py'), peer, work, String(size), disk, '--', ...command]))

const toRows = (text: string): string[][] =>
  text
    .trim()
    .split('\n')
    .map((line) => line.split('\t'))

const has = (program: string): boolean => spawnSync('which', [program], { stdio: 'ignore' }).status === 0

function capture(program: string, args: readonly string[]): string {
  const result = spawnSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
  if (result.status !== 0) throw new Error(`${program} ended with ${result.status ?? result.signal}`)
  return result.stdout
}
