/** The scene at /search: facets, results, preview. It fills the sheet. */
export function SearchScene() {
  return <div />
}

/** The field in the title bar, at every place. */
export function SearchField() {
  return <input type="search" />
}
