export function OnboardingScene() {
  return <div></div>
}
