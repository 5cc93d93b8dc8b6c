/** Node 24 brings what storage and the ingest threads use; SQLite's module crashes without a word on Node 20. */
const oldest = 24

/** Ends the program with words when it was started by a Node that cannot run it. To be called before anything is loaded. */
export function requireNode(): void {
  if (Number(process.versions.node.split('.')[0]) >= oldest) return
  process.stderr.write(
    `caliopen: this is Node ${process.versions.node}, and Node ${oldest} is needed. Nothing was opened. ` +
      'Start it with npm start or npx caliopen in its folder: they use the Node that the project brings.\n',
  )
  process.exit(1)
}
