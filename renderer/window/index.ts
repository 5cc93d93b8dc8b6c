export { Announcer, useAnnounce } from './Announcer.tsx'
export {
  InspectorProvider,
  type InspectorSubject,
  type InspectorTopic,
  useInspector,
} from './inspector.tsx'
export { ListAndPane } from './ListAndPane.tsx'
export { inspectorWidths, LayoutProvider, listWidths, railWidths, useLayout } from './layout.tsx'
export { mailboxTree } from './mailbox-tree.ts'
export { ownWords } from './own-words.ts'
export { saveFile, useSave } from './save-file.ts'
export { textSize, useKnownSettings, useSettings, useUpdateSettings } from './settings.ts'
export { type ActOn, onMessage, onRows, onThread } from './subject.ts'
export { TaggingProvider, useTagging } from './Tagging.tsx'
export { ToastProvider, useToasts } from './Toasts.tsx'
export { type Actions, useActions } from './use-actions.ts'
export { unreadOf, useAccounts, useMailboxes, useOwnAddresses, useSyncStatus } from './use-mailboxes.ts'
export { useNewMessage } from './use-new-message.ts'
export { useRemaining } from './use-remaining.ts'
export { useRootFontSize } from './use-root-font.ts'
export { useTagNames, useTags } from './use-tags.ts'
export { useViewSettings, ViewSettingsProvider } from './view-settings.tsx'
