export { InspectorPane } from './InspectorPane.tsx'
