export { Appearance } from './Appearance.tsx'
export { Shell } from './Shell.tsx'
