import react from '@vitejs/plugin-react';
import { defineConfig, loadEnv } from 'vite';

/** Where `npm run dev` finds the server, unless PARLEY_SERVER_URL says otherwise. */
const DEFAULT_SERVER_URL = 'http://127.0.0.1:3000';

function pathOf(relative: string): string {
  return decodeURIComponent(new URL(relative, import.meta.url).pathname);
}

/** Of mediasoup-client, what no browser runs: the handlers of React Native and of the library's own tests. */
const NOT_FOR_BROWSERS =
  /mediasoup-client[\\/]lib[\\/](handlers[\\/](FakeHandler|ReactNative106)|test[\\/]fakeParameters)\.js$/;

export default defineConfig(({ mode }) => {
  const serverUrl = loadEnv(mode, pathOf('.'), 'PARLEY_')['PARLEY_SERVER_URL'] ?? DEFAULT_SERVER_URL;
  return {
    root: pathOf('.'),
    plugins: [
      react(),
      { name: 'browsers-only', load: (id) => (NOT_FOR_BROWSERS.test(id) ? 'exports.none = undefined;' : undefined) },
    ],
    resolve: {
      alias: { '#contracts': pathOf('../contracts/src/index.ts'), '#kernel': pathOf('../kernel/src/index.ts') },
    },
    server: {
      port: 5173,
      strictPort: true,
      proxy: { '/api': serverUrl, '/healthz': serverUrl, '/socket.io': { target: serverUrl, ws: true } },
    },
    build: {
      outDir: pathOf('../dist/client'),
      emptyOutDir: true,
      sourcemap: true,
      target: 'baseline-widely-available',
      // The content security policy allows no data: address, so nothing may be inlined as one.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rolldownOptions: {
        // Schemas are made by calls, which a bundler would otherwise keep for every request that only the server answers.
        treeshake: { moduleSideEffects: [{ test: /[\\/]contracts[\\/]src[\\/]/, sideEffects: false }] },
        output: {
          codeSplitting: {
            // React changes far less often than Parley does; a chunk of its own stays in caches across releases.
            groups: [{ name: 'react', test: /node_modules[\\/](?:react|react-dom|scheduler)[\\/]/ }],
          },
        },
      },
    },
  };
});
