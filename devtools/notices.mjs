// Writes THIRD-PARTY-NOTICES.txt: every package that ends up in the program, with its licence text.
// `--check` compares instead of writing.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const manifest = JSON.parse(readFileSync(`${root}package.json`, 'utf8'))
const lock = JSON.parse(readFileSync(`${root}package-lock.json`, 'utf8')).packages

// What is bundled or shipped: everything but the tools. Tools are named, so that a new library is never forgotten.
const tools = new Set([
  'node',
  'electron-builder',
  'playwright-core',
  '@axe-core/playwright',
  'vite',
  '@vitejs/plugin-react',
  'vitest',
  'fast-check',
  '@biomejs/biome',
  'typescript',
  '@swc/core',
  'dependency-cruiser',
  'knip',
  'jsdom',
  'postal-mime',
])
const direct = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies })
const shipped = direct.filter((name) => !tools.has(name) && !name.startsWith('@types/'))

/** The lock's key of `name` as seen from the package at `from`: nearest node_modules first. */
function locate(name, from) {
  for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))) {
    const key = at === '' ? `node_modules/${name}` : `${at}/node_modules/${name}`
    if (lock[key] !== undefined) return key
    if (at === '') return null
  }
}

const found = new Set()
function walk(name, from) {
  const key = locate(name, from)
  if (key === null || found.has(key)) return
  found.add(key)
  // Electron brings its own notices; its npm package only downloads it.
  if (name === 'electron') return
  for (const dependency of Object.keys(lock[key].dependencies ?? {})) walk(dependency, key)
}
for (const name of shipped) walk(name, '')

function licenceText(key) {
  const folder = `${root}${key}`
  if (!existsSync(folder)) return ''
  const file = readdirSync(folder)
    .sort()
    .find((name) => /^(licen[cs]e|copying)/i.test(name))
  return file === undefined ? '' : readFileSync(`${folder}/${file}`, 'utf8').trim()
}

const entries = [...found]
  .sort()
  .filter((key) => existsSync(`${root}${key}/package.json`))
  .map((key) => {
    const { name, version, license, homepage } = JSON.parse(readFileSync(`${root}${key}/package.json`, 'utf8'))
    return [`${name} ${version}`, `Licence: ${license ?? 'see below'}`, homepage ?? '', licenceText(key)]
      .filter(Boolean)
      .join('\n')
  })
const text = `Caliopen Desktop contains the following third-party software.\n\n${[...new Set(entries)].join(`\n\n${'-'.repeat(80)}\n\n`)}\n`
const target = `${root}THIRD-PARTY-NOTICES.txt`

if (process.argv.includes('--check')) {
  const same = existsSync(target) && readFileSync(target, 'utf8') === text
  if (!same) console.error('THIRD-PARTY-NOTICES.txt is out of date: run node devtools/notices.mjs')
  process.exitCode = same ? 0 : 1
} else {
  writeFileSync(target, text)
  console.log(`${entries.length} packages`)
}
