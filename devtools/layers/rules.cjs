// The layers of the house (doc/ARCHITECTURE.md), as dependency-cruiser rules. Type-only imports count.
// Every rule has a file in planted/ that breaks it; layers.test.ts demands that it is found.
const tests = '\\.(test|suite)\\.tsx?$|^devtools/'

/** A library may be imported in one place only. */
const oneImporter = (library, place) => ({
  name: `one-importer-${library.replaceAll(/[^a-z0-9]+/g, '-')}`,
  comment: `${library} is imported in ${place} only, so that it can be replaced there.`,
  severity: 'error',
  from: { pathNot: [`^${place}`, tests] },
  to: { path: `(^|/)node_modules/(@types/)?${library}/` },
})

const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to })

module.exports = {
  forbidden: [
    forbid('no-circles', 'A circle has no bottom to begin reading at.', {}, { circular: true }),
    forbid(
      'storage-below-core',
      'Storage knows the definitions and its own contracts, no manager and no protocol.',
      { path: '^storage/', pathNot: tests },
      { path: '^(core/(?!defs/)|main/|renderer/|app/)' },
    ),
    forbid(
      'engines-apart',
      'No engine knows another.',
      { path: '^storage/(sqlite|memory)/', pathNot: tests },
      { path: '^storage/(sqlite|memory)/', pathNot: '^storage/$1/' },
    ),
    forbid(
      'core-alone',
      'Core imports itself, the definitions and the contracts of storage.',
      { path: '^core/', pathNot: tests },
      { path: '^(storage/(?!contracts/)|main/|renderer/|app/)' },
    ),
    forbid(
      'core-without-node',
      'Managers do no input or output of their own; brokers and components run in ingest threads and may.',
      { path: '^core/', pathNot: ['^core/(brokers|components)/', tests] },
      { dependencyTypes: ['core'] },
    ),
    forbid(
      'core-without-windows',
      'Core runs in every host.',
      { path: '^core/', pathNot: tests },
      { path: '(^|/)node_modules/(electron|react|react-dom)/' },
    ),
    forbid(
      'protocols-through-core',
      'Interfaces, protocols and agents reach the data through core alone.',
      { path: '^main/(interfaces|protocols|agents|configs|credentials)/', pathNot: tests },
      { path: '^(storage/|renderer/|app/|main/startup)' },
    ),
    forbid(
      'renderer-through-client',
      'The window knows the definitions and its client, nothing else.',
      { path: '^renderer/', pathNot: tests },
      { path: '^(storage/|main/|app/|core/(?!defs/|call\\.ts$))' },
    ),
    forbid(
      'renderer-without-node',
      'The window runs in a browser.',
      { path: '^renderer/', pathNot: [tests, '^renderer/vite\\.config\\.ts$'] },
      { dependencyTypes: ['core'] },
    ),
    forbid(
      'front-doors',
      'A folder is used through its index.ts.',
      { path: '^(core|main)/([^/]+)/', pathNot: tests },
      { path: '^core/(?!defs/|brokers/|components/)([^/]+)/', pathNot: ['^core/[^/]+/index\\.ts$', '^$1/$2/'] },
    ),
    forbid(
      'sockets-through-the-network',
      'Sockets are opened and names looked up in main/network alone, so that every connection is seen. Types may be named.',
      { path: '^(app|core|main|storage)/', pathNot: ['^main/network/', tests] },
      {
        path: '^(node:)?(net|tls|http|https|http2|dns|dns/promises|dgram|inspector|wasi)$|(^|/)node_modules/undici/',
        dependencyTypesNot: ['type-only'],
      },
    ),
    forbid(
      'smtp-connections-in-one-place',
      'What Nodemailer connects with is given a socket of main/network, in main/protocols/smtp.',
      { pathNot: ['^main/protocols/smtp/', tests] },
      {
        path: '(^|/)node_modules/nodemailer/dist/[^/]+/(nodemailer\\.js|smtp-(connection|pool|transport)/)',
        dependencyTypesNot: ['type-only'],
      },
    ),
    oneImporter('better-sqlite3', 'storage/sqlite/|^storage/blobs/|^storage/directory/'),
    oneImporter('imapflow', 'main/protocols/imap/'),
    oneImporter('electron', 'app/desktop/'),
    oneImporter('electron-updater', 'app/desktop/'),
    oneImporter('dompurify', 'renderer/mail-frame/'),
    oneImporter('mailparser', 'core/brokers/email/'),
    oneImporter('mailauth', 'core/brokers/authentication/'),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    moduleSystems: ['es6', 'cjs'],
    parser: 'swc',
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
      conditionNames: ['import', 'types', 'default'],
      exportsFields: ['exports'],
    },
  },
}
