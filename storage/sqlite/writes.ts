import type { Database } from 'better-sqlite3'
import { discussionWrites, setWrites } from './discussions/index.ts'
import { internedWrites } from './interned/index.ts'
import { logWrites } from './log/index.ts'
import { mailboxWrites } from './mailboxes/index.ts'
import { factsReads, messageWrites } from './messages/index.ts'
import { peopleWrites } from './people/index.ts'
import { recordWrites } from './records/index.ts'
import { remoteWrites } from './remote/index.ts'
import { featureWrites } from './scores/index.ts'
import { searchWrites } from './search/index.ts'
import { tagWrites } from './tags/index.ts'
import { threadWrites } from './threads/index.ts'
import { Touched } from './touched.ts'

export type Writes = ReturnType<typeof openWrites>

/** The writers of all nouns, their statements prepared. */
export function openWrites(db: Database) {
  const facts = factsReads(db)
  const touched = new Touched(facts)
  const interned = internedWrites(db)
  const search = searchWrites(db)
  const people = peopleWrites(db, interned)
  const features = featureWrites(db)
  const tags = tagWrites(db, touched, interned)
  const mailboxes = mailboxWrites(db, touched, interned)
  const sets = setWrites(db, interned)
  const discussions = discussionWrites(db, mailboxes.place)
  const threads = threadWrites(db, { touched, interned, mailboxOf: mailboxes.place, threadMoved: sets.changeThreads })
  const messages = messageWrites(db, {
    search,
    people,
    touched,
    interned,
    threadRow: threads.rowOf,
    setRow: sets.rowOf,
    forget: features.forget,
  })
  /** discussions whose sets came or went in this commit, by row */
  const regrouped = new Set<number>()
  const all = {
    facts,
    touched,
    interned,
    search,
    people,
    features,
    tags,
    mailboxes,
    sets,
    discussions,
    threads,
    messages,
  }
  return {
    ...all,
    regrouped,
    records: recordWrites(db),
    remote: remoteWrites(db),
    log: logWrites(db),
    /** at the start of a commit */
    begin(): void {
      touched.clear()
      regrouped.clear()
      for (const each of [messages, people, features, tags, mailboxes, sets, discussions, threads]) each.begin()
    },
    /** what was remembered of rows may not be there */
    rolledBack(): void {
      for (const each of [interned, features, sets]) each.rolledBack()
    },
  }
}
