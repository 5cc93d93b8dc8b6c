/**
 * What runs in a storage thread. How a noun plugs in:
 * - `migrations/NNNN-<noun>.ts` makes its tables (added to migrations/index.ts, never changed once released);
 * - `<noun>/read.ts` exports `<noun>Reads(db)`: the methods of its contract, synchronous, statements prepared once when
 *   it is called; registered in `operations.ts` (`readOperations`), called from the host in `index.ts`;
 * - `<noun>/write.ts` exports `<noun>Writes(db)`: what `commit.ts` calls within its one transaction.
 * Messages are known by row inside (`messages.row`, ordered by time) and by id outside: `messages.id` is unique.
 */
import { workerData } from 'node:worker_threads'
import { Failure } from '../../core/defs/index.ts'
import { type Answer, answer, type Operations, type Request } from '../requests/index.ts'
import { explainSqlite } from './connection/index.ts'
import { noteDamage, openOperations, type ThreadData } from './operations.ts'

const data: ThreadData = workerData
let operations: Operations | null = null

/** Opens its database with the first request, so that a thread that was lost and started again just goes on. */
export default function handle(request: Request): Answer {
  const opened = (): Operations => {
    operations ??= openOperations(data)
    return operations
  }
  return answer(opened, request, explain)
}

function explain(thrown: unknown): unknown {
  const explained = explainSqlite(thrown, data.directory)
  if (explained !== thrown && explained instanceof Failure && explained.code === 'corrupt') noteDamage(data)
  return explained
}
