// Makes sure that what a command needs is there: the packages, and a build that is not older than its sources.
// Plain JavaScript without dependencies: it runs on whatever Node (20 or newer) a person has, before anything is installed.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'

export const root = path.resolve(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), '..')
const at = (...parts) => path.join(root, ...parts)

/** The Node that the project pins (24): better-sqlite3 crashes without a word on 20. */
export const projectNode = at('node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node')

const cache = at('.cache')
const lockFile = path.join(cache, 'ensure.lock')
/** A lock without a living owner is left over from a kill. */
const emptyLockMs = 5000
const pollMs = 100

/** What each part of the build is made from. Tests are not part of it. */
const sources = {
  main: ['app', 'core', 'main', 'storage', 'devtools/build', 'package.json', 'package-lock.json'],
  renderer: ['renderer', 'core/defs', 'core/call.ts', 'package-lock.json'],
}
const products = { main: ['cli/main.js'], renderer: ['renderer/index.html'] }
const isTest = /\.(test|suite)\.tsx?$/

/**
 * @param {{ build?: ('main'|'renderer')[], force?: boolean }} wanted parts of the build; `force` builds them anew
 * Two commands at once wait for each other. Says what it does on standard error; throws an Error for a person.
 */
export async function ensure({ build = [], force = false } = {}) {
  checkNode()
  const stale = () => (force ? build : build.filter((part) => readStamp(part) !== fingerprint(part)))
  if (isInstalled() && stale().length === 0) return
  await withLock(async () => {
    if (!isInstalled()) await install()
    const parts = stale()
    if (parts.length > 0) await buildParts(parts)
  })
}

/** The packages alone. */
export const ensureInstalled = () => ensure()
/** The packages, and everything in dist/. */
export const ensureBuilt = () => ensure({ build: ['main', 'renderer'] })

function checkNode() {
  if (Number(process.versions.node.split('.')[0]) >= 20) return
  throw new Error(`Caliopen needs Node 20 or newer; this is ${process.version}. Get it from https://nodejs.org.`)
}

// ---- packages

/** npm writes what it installed into node_modules/.package-lock.json: the versions there must be those of the lock. */
function isInstalled() {
  if (!fs.existsSync(projectNode)) return false
  const marker = at('node_modules', '.caliopen-lock')
  const wanted = fs.readFileSync(at('package-lock.json'), 'utf8')
  const hash = createHash('sha256').update(wanted).digest('hex')
  if (readText(marker) === hash) return true
  const there = JSON.parse(readText(at('node_modules', '.package-lock.json')) ?? '{"packages":{}}').packages
  const same = Object.entries(JSON.parse(wanted).packages).every(
    ([name, { version, optional, peer, os, cpu }]) =>
      name === '' || there[name]?.version === version || (there[name] === undefined && (optional || peer || os || cpu)),
  )
  if (same) fs.writeFileSync(marker, hash)
  return same
}

async function install() {
  const npm = findNpm()
  const version = spawnSync(npm.command, [...npm.args, '--version'], {
    encoding: 'utf8',
    shell: npm.shell,
  }).stdout?.trim()
  if (!version) throw new Error('npm was not found. It comes with Node: install Node from https://nodejs.org.')
  if (Number(version.split('.')[0]) < 11) {
    throw new Error(
      `Caliopen needs npm 11 or newer to install its packages; this is ${version}.\n` +
        'Get it with “npm install --global npm@11”, or run once “npx npm@11 ci”, and start again.',
    )
  }
  say('Installing packages (about a minute, once)…')
  const status = await run(npm.command, [...npm.args, 'ci', '--no-fund', '--no-audit', '--loglevel=error'], npm.shell)
  if (status !== 0 || !fs.existsSync(projectNode)) {
    throw new Error(
      'The packages could not be installed: the lines above say why. Check the connection and start again.',
    )
  }
  isInstalled()
}

/** The npm that started us, else the one beside this Node, else the one in the path. */
function findNpm() {
  const started = process.env['npm_execpath']
  if (started?.endsWith('npm-cli.js') && fs.existsSync(started)) {
    return { command: process.execPath, args: [started], shell: false }
  }
  return { command: 'npm', args: [], shell: process.platform === 'win32' }
}

// ---- the build

async function buildParts(parts) {
  say('Building…')
  const prints = parts.map((part) => fingerprint(part))
  const status = await run(projectNode, [at('devtools', 'build', 'run.ts'), ...parts], false)
  if (status !== 0) throw new Error('The build failed: the lines above say where.')
  for (const [index, part] of parts.entries()) fs.writeFileSync(stampFile(part), prints[index])
}

function stampFile(part) {
  return at('dist', `.${part}-built-from`)
}

function readStamp(part) {
  const missing = products[part].some((file) => !fs.existsSync(at('dist', file)))
  return missing ? null : readText(stampFile(part))
}

/** Names, sizes and times of the sources: a few milliseconds, where reading them all would take many. */
function fingerprint(part) {
  const hash = createHash('sha256')
  for (const source of sources[part]) addToPrint(hash, at(source))
  return hash.digest('hex')
}

function addToPrint(hash, file) {
  const stat = fs.statSync(file, { throwIfNoEntry: false })
  if (stat === undefined || isTest.test(file)) return
  if (!stat.isDirectory()) {
    hash.update(`${file}\0${stat.size}\0${stat.mtimeMs}\n`)
    return
  }
  for (const name of fs.readdirSync(file).sort()) addToPrint(hash, path.join(file, name))
}

// ---- one at a time

async function withLock(work) {
  fs.mkdirSync(cache, { recursive: true })
  for (let waited = false; !takeLock(); waited = true) {
    if (!waited) say('Waiting for another command that installs or builds…')
    await sleep(pollMs)
  }
  try {
    await work()
  } finally {
    fs.rmSync(lockFile, { force: true })
  }
}

function takeLock() {
  try {
    fs.writeFileSync(lockFile, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
  }
  const owner = Number(readText(lockFile))
  const age = Date.now() - (fs.statSync(lockFile, { throwIfNoEntry: false })?.mtimeMs ?? Date.now())
  if (owner === 0 ? age > emptyLockMs : !isAlive(owner)) fs.rmSync(lockFile, { force: true })
  return false
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

// ---- small things

function run(command, args, shell) {
  return new Promise((resolve, reject) => {
    // What they print goes to standard error: standard output belongs to the command that was asked for.
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 2, 2], shell, env: childEnvironment() })
    child.on('error', reject)
    child.on('exit', (code) => resolve(code ?? 1))
  })
}

/** npm hands its own settings down to what it starts; ours must not depend on them. */
function childEnvironment() {
  const { NODE_OPTIONS: _, ...environment } = process.env
  return environment
}

function readText(file) {
  try {
    return fs.readFileSync(file, 'utf8')
  } catch {
    return null
  }
}

function say(text) {
  process.stderr.write(`${text}\n`)
}
