/**
 * Pictures within the text are stored as `cid:` (RFC 2392) and shown from `blob:` addresses. These go back and forth;
 * `data-cid` keeps which is which.
 */

/** Puts pictures that are known on screen; the others keep an empty place until they are. */
export function showPictures(root: ParentNode, addresses: ReadonlyMap<string, string>): void {
  for (const image of root.querySelectorAll('img')) {
    const source = image.getAttribute('src') ?? ''
    const cid = /^cid:/i.test(source) ? source.slice(4) : image.getAttribute('data-cid')
    if (cid === null || cid === '') continue
    image.setAttribute('data-cid', cid)
    const address = addresses.get(cid)
    if (address === undefined) image.removeAttribute('src')
    else if (source !== address) image.setAttribute('src', address)
  }
}

/** The HTML as it is stored. Works on a copy without a window, so that nothing is loaded. */
export function storedHtml(html: string): string {
  const page = new DOMParser().parseFromString(html, 'text/html')
  for (const image of page.querySelectorAll('img[data-cid]')) {
    image.setAttribute('src', `cid:${image.getAttribute('data-cid') ?? ''}`)
    image.removeAttribute('data-cid')
  }
  return page.body.innerHTML
}
