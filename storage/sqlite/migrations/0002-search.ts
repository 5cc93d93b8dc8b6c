import type { Migration } from '../connection/index.ts'

/**
 * The search index and what answers filters without reading whole messages.
 *
 * `message_tokens` holds tokens made by core, parted by spaces; the ascii tokenizer passes everything that is not ASCII
 * as it is. Its rowid is the row of the message, so its order is time. The body comes first because entries in the
 * first column need no column number: two bytes less for nearly every entry (doc/decisions/030-search-index.md).
 */
export const searchMigration: Migration = {
  version: 2,
  up: (db) => {
    db.exec(`
      create virtual table message_tokens using fts5(
        body, subject, "from", "to", cc, files,
        content = '', contentless_delete = 1, tokenize = "ascii tokenchars '_'"
      );

      -- the newest messages once more, with an index of beginnings: two letters match so much of the whole mailbox
      -- that reading it all takes as long as the mailbox is large (doc/decisions/030-search-index.md)
      create virtual table recent_tokens using fts5(
        body, subject, "from", "to", cc, files,
        content = '', contentless_delete = 1, tokenize = "ascii tokenchars '_'", prefix = '2'
      );

      -- messages: how many have a search row; recent_from: the row from which on recent_tokens has all of them
      create table search_state (messages integer not null, recent_from integer) strict;
      insert into search_state values (0, null);

      -- filters beside words look here: 30 bytes a message instead of whole rows
      create index messages_facets on messages (
        row, hidden, flags, has_link, has_invite, attachment_count, size_bytes, list_key, participant_set, importance,
        overall, tracker, body_state, rules
      );
      create index messages_answered on messages (row) where hidden = 0 and flags & 4 = 4;
      create index messages_forwarded on messages (row) where hidden = 0 and flags & 8 = 8;
      create index messages_drafts on messages (row) where hidden = 0 and flags & 16 = 16;
      create index messages_invites on messages (row) where hidden = 0 and has_invite = 1;
      create index messages_by_list on messages (list_key, row) where list_key is not null;

      -- every address that was met, lower case; rows are never deleted. label: the latest that is not empty
      -- count: messages that it stands in; written: those of the user's own to it; received: those of others
      create table addresses (
        row integer primary key,
        address text not null unique,
        label text not null default '',
        count integer not null default 0,
        last_ms integer not null default 0,
        written integer not null default 0,
        last_written_ms integer not null default 0,
        received integer not null default 0,
        last_received_ms integer not null default 0
      ) strict;
      create index addresses_by_last on addresses (last_ms) where count > 0;
      create index addresses_written on addresses (last_written_ms) where written > 0;
    `)
  },
}
