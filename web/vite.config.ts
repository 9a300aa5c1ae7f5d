import react from '@vitejs/plugin-react';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

/**
 * Builds the browser pages into dist/web. Nothing is inlined (no data: URLs, no inline scripts), because the
 * server's content policy only allows files of its own origin. Pages are lazy routes, so the inbox does not pay
 * for the diagram canvas or the form viewer.
 */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: '/',
  plugins: [react()],
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
    target: 'es2022',
    reportCompressedSize: true,
  },
});
