import { flushCompileCache } from 'node:module'
import { z } from 'zod'
import { account } from '../../core/defs/index.ts'
import { openSqliteStores } from '../../storage/sqlite/index.ts'
import { createSyncRig } from './sync-rig.ts'

/**
 * One `sync --once` in a process of its own over SQLite, to be killed at any moment. Reads its orders from the
 * environment; says `ready` when the database is open and `done` at the end.
 */
// Node keeps what it compiled only at an orderly end, and these are killed: the next one starts in half the time.
flushCompileCache()
const orders = z.object({ SYNC_DIRECTORY: z.string(), SYNC_ACCOUNT: z.string() }).parse(process.env)
const stores = await openSqliteStores({ directory: orders.SYNC_DIRECTORY, program: 'test' })
const rig = await createSyncRig({ stores })
const target = await rig.addAccount(account.parse(JSON.parse(orders.SYNC_ACCOUNT)))
console.log('ready')
await rig.mailSync.now(target.id)
await rig.stop()
await stores.close()
console.log('done')
