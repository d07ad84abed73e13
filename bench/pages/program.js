/** The compiled program, as the page benches use it: from `dist`, or from the folder LEITMOTION_DIST. */
import path from "node:path";
import { pathToFileURL } from "node:url";

export const root = path.resolve(import.meta.dirname, "../..");
const dist = path.resolve(process.env.LEITMOTION_DIST ?? path.join(root, "dist"));

/** @param files  modules without their ending, such as `formats/svg/svgTree`; @returns all their exports in one object */
export async function loadProgram(...files) {
  const modules = files.map((file) => import(pathToFileURL(path.join(dist, `${file}.js`)).href));
  return Object.assign({}, ...(await Promise.all(modules)));
}
