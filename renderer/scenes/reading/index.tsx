export { MessageCard } from './MessageCard.tsx'
export { ReadingPane } from './ReadingPane.tsx'
