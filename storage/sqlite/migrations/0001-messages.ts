import type { Migration } from '../connection/index.ts'

/**
 * Row numbers of messages are ordered by time: second of `sort_ms` (0 .. 2^33-1) * 2^4 + place within that second.
 * A page of any list is then one range of an index. Ids of the outside stand only in `messages.id`, `threads.id` and
 * `mailboxes.id`; everything else refers to rows.
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

      -- body_state: 0 pending, 1 full, 2 unreadable
      -- flags: 1 seen, 2 flagged, 4 answered, 8 forwarded, 16 draft
      -- hidden: 1 when it stands in no mailbox outside junk and trash
      -- sender: JSON [address, label] or null
      -- parts: JSON [participants, attachments, inReplyTo, references, copies], see messages/rows.ts
      create table messages (
        row integer primary key,
        id text not null unique,
        thread integer not null,
        date_ms integer not null,
        received_ms integer not null,
        sort_ms integer not null,
        subject text not null,
        excerpt text not null,
        message_id text,
        list_id text,
        size_bytes integer not null,
        body_state integer not null,
        problem text,
        flags integer not null,
        hidden integer not null default 1,
        has_link integer not null,
        has_invite integer not null,
        attachment_count integer not null,
        sender text,
        parts text not null,
        participant_set text not null default '',
        own integer not null default 0,
        technic integer,
        context integer,
        comportment integer,
        overall integer,
        rules integer,
        importance integer not null default 0,
        correction integer,
        tracker integer not null default 0
      ) strict;
      create index messages_by_thread on messages (thread);
      create index messages_by_message_id on messages (message_id) where message_id is not null;
      create index messages_visible on messages (row) where hidden = 0;
      create index messages_unread on messages (row) where hidden = 0 and flags & 1 = 0;
      create index messages_starred on messages (row) where hidden = 0 and flags & 2 = 2;

      create table participant_sets (id text primary key, discussion text not null, value text not null) strict, without rowid;
      create table features (message integer primary key, value text not null) strict;
      create table message_tags (message integer not null, tag text not null, primary key (message, tag)) strict, without rowid;

      create table memberships (
        mailbox integer not null,
        message integer not null,
        unread integer not null,
        primary key (mailbox, message)
      ) strict, without rowid;
      create index memberships_by_message on memberships (message);
      create index memberships_unread on memberships (mailbox, message) where unread = 1;

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

      -- everything but row and id is derived, see threads/write.ts
      create table threads (
        row integer primary key,
        id text not null unique,
        subject text not null default '',
        people text not null default '[]',
        count integer not null default 0,
        unread integer not null default 0,
        flagged integer not null default 0,
        last_ms integer not null default 0,
        last_message text not null default '',
        last_from text,
        excerpt text not null default '',
        attachments integer not null default 0,
        list_id text,
        mailboxes text not null default '[]'
      ) strict;

      -- view: row of a mailbox, or the number of a view over all accounts (views.ts); last: row of the newest message
      create table thread_views (
        view integer not null,
        last integer not null,
        thread integer not null,
        unread integer not null,
        primary key (view, last, thread)
      ) strict, without rowid;
      create index thread_views_by_thread on thread_views (thread);
      create index thread_views_unread on thread_views (view, last, thread) where unread = 1;

      create table thread_refs (
        ref text primary key,
        thread integer not null
      ) strict, without rowid;
      create index thread_refs_by_thread on thread_refs (thread);

      create table log (
        clock text primary key,
        entity text not null,
        id text not null,
        kind text not null,
        field text not null,
        value text not null
      ) strict, without rowid;
    `)
  },
}
