import vue from '@vitejs/plugin-vue'
import { fileURLToPath } from 'node:url'
import Components from 'unplugin-vue-components/vite'
import { ElementPlusResolver } from 'unplugin-vue-components/resolvers'
import { defineConfig } from 'vite'

const server = process.env.TRESS_API ?? 'http://127.0.0.1:8080'

export default defineConfig({
  // Where the server hands the app out; `/` leads here.
  base: '/desk/',
  plugins: [
    vue(),
    // Only the parts of Element Plus that are used; their types come from element-plus/global.
    Components({ dirs: [], resolvers: [ElementPlusResolver()], dts: false }),
  ],
  define: {
    __VUE_OPTIONS_API__: true,
    __VUE_PROD_DEVTOOLS__: false,
    __VUE_I18N_FULL_INSTALL__: true,
    __VUE_I18N_LEGACY_API__: false,
    // Messages become syntax trees instead of code, so the content security policy needs no 'unsafe-eval'.
    __INTLIFY_JIT_COMPILATION__: true,
    __INTLIFY_DROP_MESSAGE_COMPILER__: false,
    __INTLIFY_PROD_DEVTOOLS__: false,
  },
  resolve: {
    alias: { '@': fileURLToPath(new URL('src', import.meta.url)) },
    dedupe: ['vue'],
  },
  // Inlined files would be data: addresses, which the policy allows for pictures only.
  build: { assetsInlineLimit: 0, chunkSizeWarningLimit: 700 },
  server: { proxy: { '/api': server } },
})
