// Builds the page into the Python package. No plug-ins: Vite compiles TypeScript and JSX by itself.
import { defineConfig } from "vite";

export default defineConfig({
  base: "/",
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    outDir: "../src/sightline/api/page",
    emptyOutDir: true,
    target: "es2022",
    // A data: address is refused by the page's policy, so nothing is ever put inline.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    license: { fileName: "licences.md" },
  },
});
