import type { Migration } from '../connection/index.ts'

/**
 * Row numbers of messages are ordered by time: second of `sort_ms` (0 .. 2^33-1) * 2^4 + place within that second.
 * A page of any list is then some ranges of an index. Ids of the outside stand once, everything else refers to rows; ids
 * that are hashes stand as bytes (interned/ids.ts). What is said again and again (addresses, names of lists) is interned.
 */
export const messagesMigration: Migration = {
  version: 1,
  up: (db) => {
    db.exec(`
      create table records (
        noun text not null,
        id text not null,
        scope text not null,
        value text not null,
        unique (noun, id)
      ) strict;
      create index records_by_scope on records (noun, scope, id);

      -- role and account repeat what the record says; counts are kept as the commits go by
      create table mailboxes (
        row integer primary key,
        id text not null unique,
        account text not null,
        role text,
        total integer not null default 0,
        unread integer not null default 0
      ) strict;

      -- 'account:<id>', 'tag:<id>', 'list:<list-id, lower case>', 'list=<list-id as it stands>'; never deleted
      create table names (row integer primary key, name text not null unique) strict;

      -- an address and a label as they stand in messages; rows are never deleted nor used again
      create table persons (
        row integer primary key,
        address text not null,
        label text not null,
        unique (address, label)
      ) strict;

      -- *_shift: milliseconds from sort_ms; nearly always 0, which takes no space
      -- body_state: 0 pending, 1 full, 2 unreadable
      -- flags: 1 seen, 2 flagged, 4 answered, 8 forwarded, 16 draft
      -- hidden: 1 when it stands in no mailbox outside junk and trash
      -- list: row of 'list=<list-id>', list_key: of 'list:<list-id>'; sender: row of persons
      -- participant_set: row, 0 for none; rules: null until it is scored; message_key: see messages/rows.ts
      -- people: JSON [type, row of persons, type, row ...]; parts: JSON or null; copies: hashes; see messages/rows.ts
      create table messages (
        row integer primary key,
        id any not null unique,
        thread integer not null,
        participant_set integer not null,
        sender integer,
        list integer,
        list_key integer,
        sort_ms integer not null,
        date_shift integer not null,
        received_shift integer not null,
        size_bytes integer not null,
        body_state integer not null,
        flags integer not null,
        hidden integer not null,
        has_link integer not null,
        has_invite integer not null,
        tracker integer not null default 0,
        own integer not null,
        attachment_count integer not null,
        importance integer not null,
        correction integer,
        rules integer,
        technic integer,
        context integer,
        comportment integer,
        overall integer,
        message_key integer,
        subject text not null,
        excerpt text not null,
        message_id text,
        problem text,
        people text not null,
        parts text,
        copies any
      ) strict;
      create index messages_by_thread on messages (thread);
      create index messages_by_message_key on messages (message_key) where message_key is not null;
      create index messages_levels on messages (importance, flags & 1, row) where hidden = 0;
      create index messages_unread on messages (row) where hidden = 0 and flags & 1 = 0;
      create index messages_starred on messages (row, importance, flags) where hidden = 0 and flags & 2 = 2;
      create index messages_of_list on messages (list_key, importance, flags & 1, row)
        where hidden = 0 and list_key is not null;

      -- unread and importance repeat what the message says
      create table memberships (
        mailbox integer not null,
        message integer not null,
        unread integer not null,
        importance integer not null,
        primary key (mailbox, message)
      ) strict, without rowid;
      create index memberships_by_message on memberships (message);
      create index memberships_unread on memberships (mailbox, message) where unread = 1;
      create index memberships_levels on memberships (mailbox, importance, unread, message);

      -- pending: 1 while the body of the message is still on the server
      create table remote (
        mailbox integer not null,
        uid integer not null,
        message integer not null,
        flags text not null,
        pending integer not null,
        primary key (mailbox, uid)
      ) strict, without rowid;
      create index remote_by_message on remote (message);
      create index remote_pending on remote (mailbox, message) where pending = 1;

      -- everything but row and id is derived, see threads/write.ts; rows are not used again, since refs may outlive them
      -- first, last: rows of messages; the subject, the excerpt and the like are read from those
      -- people: JSON rows of persons, null when it is the sender of the last one alone; tags: JSON rows of names or null
      -- views: JSON numbers of the views that it stands in (views.ts); sets: JSON [set, hidden, last, set ...]
      create table threads (
        row integer primary key autoincrement,
        id any not null unique,
        first integer not null default 0,
        last integer not null default 0,
        count integer not null default 0,
        unread integer not null default 0,
        flagged integer not null default 0,
        attachments integer not null default 0,
        importance integer not null default 0,
        technic integer,
        context integer,
        comportment integer,
        overall integer,
        people text,
        tags text,
        views text not null default '[]',
        sets text not null default '[]'
      ) strict;

      -- view: row of a mailbox, or the number of another view (views.ts); last: row of the newest message
      create table thread_views (
        view integer not null,
        unread integer not null,
        importance integer not null,
        last integer not null,
        thread integer not null,
        primary key (view, unread, importance, last)
      ) strict, without rowid;

      -- how many threads of a view stand at each level; kept as the commits go by
      create table thread_levels (
        view integer not null,
        unread integer not null,
        importance integer not null,
        count integer not null,
        primary key (view, unread, importance)
      ) strict, without rowid;

      create table thread_refs (
        ref any primary key,
        thread integer not null
      ) strict, without rowid;
      -- threads that became part of others: where their refs lead now
      create table thread_merges (thread integer primary key, into_thread integer not null) strict;
      create index thread_merges_by_into on thread_merges (into_thread);

      -- entries of one commit together, see log/segment.ts; first and last of their clocks
      create table log (
        first text primary key,
        last text not null,
        count integer not null,
        entries blob not null
      ) strict, without rowid;
      create index log_by_last on log (last);
    `)
  },
}
