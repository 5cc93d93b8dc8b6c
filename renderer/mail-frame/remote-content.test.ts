// @vitest-environment jsdom
import { expect, test } from 'vitest'
import { blockRemoteContent, RemoteReferences, remoteAddress } from './remote-content.ts'

function references(html: string) {
  const root = new DOMParser().parseFromString(html, 'text/html').documentElement
  const found = new RemoteReferences()
  blockRemoteContent(root, found)
  return { all: found.all, root }
}

test.each([
  ['a picture that is one pixel', '<img src="https://news.example/a.gif" width="1" height="1">', 'pixel'],
  [
    'a picture made small by style',
    '<img src="https://news.example/a.gif" style="width:1px;height:1px!important">',
    'pixel',
  ],
  ['a picture of no height', '<img src="https://news.example/a.gif" height="0">', 'pixel'],
  ['a hidden picture', '<img src="https://news.example/a.png" style="display:none">', 'hidden'],
  ['a picture in something hidden', '<div style="opacity:0"><img src="https://news.example/a.png"></div>', 'hidden'],
  ['a counter by its address', '<img src="https://news.example/track/open?u=1">', 'address'],
  ['a counter by its name', '<img src="https://news.example/img/pixel.gif?id=77">', 'address'],
  ['a known counter', '<img src="https://x.list-manage.com/track/open.php?u=1">', 'known-host'],
])('%s is a tracker and is taken out', (_name, html, reason) => {
  const { all, root } = references(html)
  expect(all[0]).toMatchObject({ kind: 'tracker' })
  expect(all[0]?.reasons).toContain(reason)
  expect(root.querySelector('img')).toBeNull()
})

test.each([
  ['<img src="https://shop.example/hero.jpg" width="600">'],
  ['<img src="//shop.example/hero.jpg" style="width:100%">'],
  ['<img src="https://shop.example/line.gif" width="600" height="1">'],
  ['<img src="https://shop.example/opening-hours.png">'],
])('%s is a picture, and keeps its place', (html) => {
  const { all, root } = references(html)
  expect(all).toMatchObject([{ kind: 'image', host: 'shop.example' }])
  expect(root.querySelector('img')?.getAttribute('src')).toMatch(/^data:image\/gif/)
  expect(root.querySelector('img')?.dataset.remote).toBe('0')
})

test('the same picture twice is asked for once', () => {
  expect(references('<img src="https://a.example/x"><img src="https://a.example/x">').all).toHaveLength(1)
})

test('the company behind a counter is named', () => {
  expect(references('<img src="https://mandrillapp.com/track/open.php?u=3">').all[0]?.company).toBe('Mandrill')
})

test('a background becomes a place that can be filled', () => {
  const { root } = references('<table background="https://a.example/x.png"><tr><td>x</td></tr></table>')
  expect(root.querySelector('table')?.getAttribute('style')).toBe('background-image:var(--remote-0, none)')
})

test('only addresses of the web are remote', () => {
  expect(remoteAddress('images/a.png')).toBeNull()
  expect(remoteAddress('file:///etc/passwd')).toBeNull()
  expect(remoteAddress('\\\\a.example\\x')?.hostname).toBe('a.example')
})
