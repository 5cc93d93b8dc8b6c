export { InspectorPane } from './InspectorPane.tsx'
export { PrivacyReasons } from './PrivacyWhy.tsx'
