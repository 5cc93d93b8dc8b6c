import type { Command } from '../command.ts'
import { accountCommands } from './accounts.ts'
import { activityCommands } from './activity.ts'
import { discussionCommands } from './discussions.ts'
import { exchangeCommands } from './exchange.ts'
import { mailCommands } from './mail.ts'
import { privacyCommands } from './privacy.ts'
import { programCommands } from './program.ts'

/** Everything that `caliopen` can do: the help and the arguments are read off this table. */
export const commands: readonly Command[] = [
  ...mailCommands,
  ...discussionCommands,
  ...accountCommands,
  ...exchangeCommands,
  ...privacyCommands,
  ...activityCommands,
  ...programCommands,
]
