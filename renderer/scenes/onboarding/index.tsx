export { ImportPanel } from './ImportPanel.tsx'
export { OnboardingScene } from './OnboardingScene.tsx'
