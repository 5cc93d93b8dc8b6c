// `npm start`: installs what is missing, builds, and opens the program. `npm start -- --demo` opens it on sample mail.
// The host is Electron where its binary is or can be had, else Node with a browser window (CALIOPEN_HOST=node asks for it).
import { spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import process from 'node:process'
import { ensure, projectNode, root } from './ensure.mjs'

/** What a person would wait for a download of 100 MB at an ordinary connection, and no longer for one that hangs. */
const downloadMs = 120_000
/** Without a connection the download fails in a second; behind a firewall that drops packets it never would. */
const reachMs = 4000

const electronFolder = path.join(root, 'node_modules', 'electron')
const pathFile = path.join(electronFolder, 'path.txt')

try {
  process.exitCode = await start(process.argv.slice(2))
} catch (error) {
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
}

async function start(args) {
  await ensure({ build: ['main', 'renderer'] })
  const demo = args.includes('--demo')
  const hasOwnData = args.some((arg) => arg === '--data' || arg.startsWith('--data='))
  const folder = demo && !hasOwnData ? fs.mkdtempSync(path.join(os.tmpdir(), 'caliopen-demo-')) : null
  const forProgram = folder === null ? args : [...args, '--data', folder]
  try {
    const electron = await findElectron()
    if (electron !== null) return await run(electron, [root, ...forProgram])
    return await run(projectNode, [path.join(root, 'dist', 'server', 'main.js'), '--open', ...forProgram])
  } finally {
    if (folder !== null) fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }
}

/** The path of Electron's binary, null where it is not and cannot be had, or could not show a window. */
async function findElectron() {
  if (process.env['CALIOPEN_HOST'] === 'node' || !hasScreen()) return null
  if (!fs.existsSync(pathFile) && !(await downloadElectron())) return null
  const binary = path.join(electronFolder, 'dist', fs.readFileSync(pathFile, 'utf8').trim())
  return fs.existsSync(binary) ? binary : null
}

/** Electron comes without its binary: its own script fetches it, at the first start. */
async function downloadElectron() {
  if (!(await canReach('https://github.com'))) return false
  process.stderr.write('Fetching Electron (about 100 MB, once)…\n')
  const done = await run(projectNode, [path.join(electronFolder, 'install.js')], downloadMs, 'ignore')
  if (done === 0 && fs.existsSync(pathFile)) return true
  process.stderr.write('Electron could not be fetched; Caliopen opens in a browser window instead.\n')
  return false
}

async function canReach(address) {
  try {
    await fetch(address, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(reachMs) })
    return true
  } catch {
    return false
  }
}

function hasScreen() {
  if (process.platform === 'darwin' || process.platform === 'win32') return true
  return Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY'])
}

/** Runs it to its end; a signal to us is handed on, and killed we take it along (the channel). */
function run(command, args, timeout = 0, output = 'inherit') {
  return new Promise((resolve, reject) => {
    const stdio = ['inherit', output, output, ...(command === projectNode ? ['ipc'] : [])]
    const child = spawn(command, args, { stdio, timeout })
    const ignore = () => {}
    const pass = (signal) => child.kill(signal)
    process.on('SIGINT', ignore).on('SIGTERM', pass).on('SIGHUP', pass)
    child.on('error', reject)
    child.on('exit', (code) => {
      process.off('SIGINT', ignore).off('SIGTERM', pass).off('SIGHUP', pass)
      resolve(code ?? 1)
    })
  })
}
