// One measurement in a process of its own: node probe.mjs import|read DATA_DIRECTORY FILE. Prints one line of JSON.
import process from 'node:process'

globalThis.__CALIOPEN_VERSION__ = 'bench'
const { probe } = await import('./probe.ts')
const [what, directory, file] = process.argv.slice(2)
process.stdout.write(`${JSON.stringify(await probe(what, directory, file))}\n`)
process.exit(0)
