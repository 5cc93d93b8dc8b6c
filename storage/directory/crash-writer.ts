/**
 * A process for the tests to kill: puts blobs and commits batches for as long as it lives, and prints the number of
 * each batch once it was answered for. `node crash-writer.ts <directory> <first batch>`
 */
import { blob, commit, mailbox, message, searchRow } from '../contracts/suite/fixtures.ts'
import { openStores } from './index.ts'

const [directory = '', first = '0'] = process.argv.slice(2)
const { stores } = await openStores({ directory, program: 'crash-writer' })
await commit(stores, { recordPuts: [{ noun: 'mailbox', value: mailbox('inbox', 'inbox') }] })
process.stdout.write('open\n')

for (let batch = Number(first); ; batch++) {
  const messages = Array.from({ length: 5 }, (_, i) => {
    const raw = blob(`batch ${batch} message ${i} ${'x'.repeat((batch % 5) * 300_000)}`, 'raw')
    const copies = [{ blob: raw.hash, sizeBytes: raw.sizeBytes }]
    return { raw, record: message(`b${batch}-${i}`, batch * 10 + i, { threadId: `t${batch % 50}`, copies }) }
  })
  await stores.blobs.put(messages.map(({ raw }) => raw))
  await commit(stores, {
    messages: messages.map(({ record }) => record),
    search: messages.map(({ record }) => searchRow(record.id)),
    membershipAdds: messages.map(({ record }) => ({ mailboxId: 'inbox', messageId: record.id })),
  })
  process.stdout.write(`${batch}\n`)
}
