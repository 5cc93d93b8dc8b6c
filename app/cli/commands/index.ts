import type { Command } from '../command.ts'
import { accountCommands } from './accounts.ts'
import { activityCommands } from './activity.ts'
import { contactCommands } from './contacts.ts'
import { discussionCommands } from './discussions.ts'
import { exchangeCommands } from './exchange.ts'
import { importanceCommands } from './importance.ts'
import { mailCommands } from './mail.ts'
import { privacyCommands } from './privacy.ts'
import { programCommands } from './program.ts'
import { ruleCommands } from './rules.ts'
import { tagCommands } from './tags.ts'

/** Everything that `caliopen` can do: the help and the arguments are read off this table. */
export const commands: readonly Command[] = [
  ...mailCommands,
  ...discussionCommands,
  ...contactCommands,
  ...accountCommands,
  ...exchangeCommands,
  ...privacyCommands,
  ...importanceCommands,
  ...tagCommands,
  ...ruleCommands,
  ...activityCommands,
  ...programCommands,
]
