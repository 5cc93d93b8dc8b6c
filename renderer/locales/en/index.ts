import common from './common.json'
import composer from './composer.json'
import connections from './connections.json'
import contacts from './contacts.json'
import drafts from './drafts.json'
import features from './features.json'
import inspector from './inspector.json'
import keyboard from './keyboard.json'
import mailFrame from './mail-frame.json'
import notifications from './notifications.json'
import onboarding from './onboarding.json'
import reading from './reading.json'
import search from './search.json'
import settings from './settings.json'
import shell from './shell.json'
import timeline from './timeline.json'

/** All words in English, a file a scene. */
export const english = {
  common,
  composer,
  connections,
  contacts,
  drafts,
  features,
  inspector,
  keyboard,
  mailFrame,
  notifications,
  onboarding,
  reading,
  search,
  settings,
  shell,
  timeline,
}
