import type { Migration } from '../connection/index.ts'

/** Discussions, what they are summed up from, tags, and the facts that messages are judged by. */
export const discussionsMigration: Migration = {
  version: 4,
  up: (db) => {
    db.exec(`
      -- discussion: null while only messages know the set, within a commit; addresses: JSON rows of addresses
      -- circular_by: row of addresses; sums: JSON, of its messages, see discussions/sums.ts
      create table participant_sets (
        row integer primary key,
        id any not null unique,
        discussion integer,
        addresses text not null default '[]',
        list_id text,
        circular_by integer,
        thread_id text,
        sums text not null default ''
      ) strict;
      create index participant_sets_by_discussion on participant_sets (discussion);

      create table set_addresses (
        address integer not null,
        participant_set integer not null,
        primary key (address, participant_set)
      ) strict, without rowid;

      -- last: row of the newest message of the thread in the set; hidden: 1 when all of them are
      create table set_threads (
        participant_set integer not null,
        hidden integer not null,
        last integer not null,
        thread integer not null,
        primary key (participant_set, hidden, last)
      ) strict, without rowid;

      create index messages_by_set on messages (
        participant_set, hidden, row, technic, context, comportment, overall
      );

      -- everything but row and id is derived, see discussions/write.ts
      -- people: JSON rows of addresses, the first of people_count; views: as in threads
      -- sums: null when they are those of its one set
      create table discussions (
        row integer primary key,
        id any not null unique,
        last integer not null default 0,
        unread integer not null default 0,
        importance integer not null default 0,
        people text not null default '[]',
        people_count integer not null default 0,
        list_id text,
        circular integer not null default 0,
        by_hand integer not null default 0,
        threads integer not null default 0,
        sums text,
        views text not null default '[]'
      ) strict;

      create table discussion_views (
        view integer not null,
        unread integer not null,
        importance integer not null,
        last integer not null,
        discussion integer not null,
        primary key (view, unread, importance, last)
      ) strict, without rowid;

      -- how many discussions of a view stand at each level; kept as the commits go by
      create table discussion_levels (
        view integer not null,
        unread integer not null,
        importance integer not null,
        count integer not null,
        primary key (view, unread, importance)
      ) strict, without rowid;

      -- tag: row of 'tag:<id>' in names; the rest repeats what the message says
      create table message_tags (
        tag integer not null,
        message integer not null,
        hidden integer not null,
        unread integer not null,
        importance integer not null,
        primary key (tag, message)
      ) strict, without rowid;
      create index message_tags_by_message on message_tags (message);
      create index message_tags_levels on message_tags (tag, importance, unread, message) where hidden = 0;
      -- of messages outside junk and trash
      create table tag_counts (
        tag integer primary key,
        messages integer not null,
        unread integer not null
      ) strict;

      -- facts that are short and common, once; see scores/packed.ts
      -- key: of the fact, for looking it up; uses: messages that have it; rows are not used again
      create table facts (
        row integer primary key autoincrement,
        key integer not null,
        uses integer not null,
        fact text not null
      ) strict;
      create index facts_by_key on facts (key);
      create table features (
        message integer primary key,
        facts blob not null
      ) strict;
      create index messages_unscored on messages (row) where rules is null and body_state <> 0;
    `)
  },
}
