import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** The window's build: one bundle for Electron (custom protocol) and for the loopback server alike. */
export default defineConfig({
  root: import.meta.dirname,
  base: '/',
  plugins: [react()],
  build: {
    outDir: '../dist/renderer',
    emptyOutDir: true,
    target: 'es2024',
    // Fonts and pictures stay files: the page's policy allows no data: addresses for them.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1500,
  },
  server: {
    proxy: { '/api': { target: 'http://127.0.0.1:7070' } },
  },
})
