export { type Fault, type FaultyProxy, startFaultyProxy } from './faulty-proxy.ts'
export { freePorts } from './free-ports.ts'
export {
  labPassword,
  type MaildirMessage,
  type MailServer,
  type MailServerOptions,
  startMailServer,
} from './mail-server.ts'
export { type ImapCommand, type ScriptedAnswer, type ScriptedImap, startScriptedImap } from './scripted-imap.ts'
export { serverState, withSecondClient } from './second-client.ts'
