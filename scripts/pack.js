/**
 * Pack the compiled program into dist/packed/ (npm run packed, a part of npm run build): what the commands need in a few files, the licences of what
 * was packed with it, and the code that the engine of this machine makes of them (src/io/packedProgram.ts).
 */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { rolldown } from "rolldown";

const root = path.resolve(import.meta.dirname, "..");
const dist = path.join(root, "dist");
const packed = path.join(dist, "packed");

/** These find files beside themselves. */
const EXTERNAL = ["piscina", "spessasynth_core"];
/** So does the engraver, which only worker threads and `doctor` load: it stays a module. */
const ENGRAVER = path.join(dist, "render/svg/engrave.js");
const DOOR = path.join(dist, "cli/door.js");

rmSync(packed, { recursive: true, force: true });
const files = [
  // What sets up the engine and the store of code is loaded before there is either.
  ...(await pack("start", path.join(dist, "cli/start.js"), [DOOR], {})),
  ...(await pack("door", DOOR, [ENGRAVER], {
    // What a command needs in any case, and what `align` needs besides, each in one file.
    groups: [
      { name: "program", test: /cli\/(door|program)\.js$/, priority: 2 },
      {
        name: "align",
        test: /(alignCommand|processors\/(readScore|readPerformance|coordinate|registry))\.js$/,
        priority: 1,
      },
    ],
  })),
];
writeFileSync(path.join(packed, "LICENSES.txt"), licences(files.flatMap(({ moduleIds }) => moduleIds)));
for (const manner of ["short", "long"]) record(manner);
console.log(
  `packed/: ${files.length} files, code for ${readdirSync(packed).filter((name) => name.startsWith("code-")).length} settings`,
);

async function pack(name, file, outside, codeSplitting) {
  const bundle = await rolldown({
    input: { [name]: file },
    platform: "node",
    external: EXTERNAL,
    checks: { ineffectiveDynamicImport: false },
    plugins: [
      { name: "outside", resolveId: (specifier, importer) => stayOutside(outside, specifier, importer) },
    ],
  });
  const { output } = await bundle.write({
    dir: packed,
    format: "cjs",
    entryFileNames: "[name].cjs",
    chunkFileNames: "[name]-[hash].cjs",
    comments: false,
    codeSplitting,
  });
  await bundle.close();
  return output.filter(({ type }) => type === "chunk");
}

/** Modules that are not packed are loaded from where they are. */
function stayOutside(outside, specifier, importer) {
  if (!specifier.startsWith(".") || importer === undefined) return null;
  const file = path.resolve(path.dirname(importer), specifier);
  return outside.includes(file) ? { id: path.relative(packed, file), external: true } : null;
}

function licences(modules) {
  const folders = new Set(modules.map(packageFolder).filter((folder) => folder !== null));
  const texts = [...folders].sort().map((folder) => {
    const { name, version, license, author } = JSON.parse(
      readFileSync(path.join(folder, "package.json"), "utf8"),
    );
    const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
    const text =
      file === undefined
        ? "(The package holds no other text of it.)"
        : readFileSync(path.join(folder, file), "utf8");
    return `${name} ${version}, ${license}, by ${author?.name ?? author ?? "its contributors"}\n\n${text.trim()}\n`;
  });
  return texts.join(`\n${"-".repeat(80)}\n\n`);
}

function packageFolder(module) {
  if (!/[\\/]node_modules[\\/]/.test(module)) return null;
  let folder = path.dirname(module);
  while (!isPackage(folder)) folder = path.dirname(folder);
  return folder;
}

/** Some packages have a package.json in each folder, to say what kind of modules are there. */
function isPackage(folder) {
  const file = path.join(folder, "package.json");
  return existsSync(file) && JSON.parse(readFileSync(file, "utf8")).name !== undefined;
}

function record(manner) {
  const script = path.join(import.meta.dirname, "recordCode.js");
  const { status, stderr } = spawnSync(process.execPath, [script, manner], { encoding: "utf8" });
  if (status !== 0) throw new Error(`recordCode.js ${manner}: exit ${status}\n${stderr}`);
}
