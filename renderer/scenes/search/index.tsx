export { SearchField } from './SearchField.tsx'
export { SearchScene } from './SearchScene.tsx'
