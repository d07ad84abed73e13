/**
 * Run one of the long checks of this folder, which are written in TypeScript:
 *
 *     node test/e2e/runScript.js crashRuns --rounds 30
 */
import path from "node:path";
import { createViteServer } from "vitest/node";

const [name, ...args] = process.argv.slice(2);
const option = (flag, fallback) => {
  const at = args.indexOf(`--${flag}`);
  return at < 0 ? fallback : (args[at + 1] ?? "");
};

const server = await createViteServer({
  configFile: false,
  root: path.resolve(import.meta.dirname, "../.."),
  logLevel: "error",
  appType: "custom",
  server: { middlewareMode: true, ws: false, watch: null },
  optimizeDeps: { noDiscovery: true },
});
try {
  const { main } = await server.ssrLoadModule(path.join(import.meta.dirname, `${name}.ts`));
  process.exitCode = await main(option);
} finally {
  await server.close();
}
