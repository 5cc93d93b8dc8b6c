/** The program's mark: three columns. */
export function Mark() {
  return (
    <svg width="20" height="20" viewBox="0 0 20 20" aria-hidden="true">
      <rect width="20" height="20" rx="5.5" fill="var(--accent)" />
      <rect x="4" y="9.2" width="2.7" height="6.8" rx="1.2" fill="var(--on-accent)" />
      <rect x="8.7" y="4" width="2.7" height="12" rx="1.2" fill="var(--on-accent)" />
      <rect x="13.4" y="7" width="2.7" height="9" rx="1.2" fill="var(--on-accent)" />
    </svg>
  )
}
