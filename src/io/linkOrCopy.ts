/** One sound under several names. */
import { statSync } from "node:fs";
import path from "node:path";
import { copyFileDurable } from "./copyFile.js";
import { disk } from "./disk.js";
import { failpoint } from "./failpoint.js";
import { toInputFault } from "./readInputFile.js";
import { codeOf, discardTemp, tempPathFor, toOutputFault } from "./writeFileAtomic.js";

type Link = (from: string, to: string) => void;

/** Why a disk may not link: other disk, no links on it (FAT, some network disks), too many links. */
const CANNOT_LINK = [
  "EXDEV",
  "EPERM",
  "EACCES",
  "ENOTSUP",
  "EOPNOTSUPP",
  "ENOSYS",
  "EMLINK",
  "EINVAL",
  "EISDIR",
];

/**
 * Give a file a second name: a hard link, or a copy of the same time where the disk cannot link. An existing `to` is replaced in
 * one step.
 *
 * @param link  for tests: in place of `fs.linkSync`
 * @returns     what was done; `linked` also if both names already were one file
 * @throws LeitmotionError FILE_NOT_FOUND or FILE_UNREADABLE for `from`; OUTPUT_FULL or OUTPUT_UNWRITABLE for `to`
 */
export function linkOrCopy(from: string, to: string, link: Link = disk.link): "linked" | "copied" {
  const source = statSource(from);
  const temp = tempPathFor(to);
  try {
    disk.mkdir(path.dirname(to));
    const known = statSync(to, { throwIfNoEntry: false });
    // Renaming one name of a file onto another name of it does nothing and leaves both.
    if (known?.isFile() && known.ino === source.ino && known.dev === source.dev) return "linked";
    const done = linkTo(from, temp, link);
    const { size } = statSync(temp);
    if (size !== source.size) throw new Error(`${size} of ${source.size} bytes arrived`);
    disk.rename(temp, to);
    failpoint("LINK_AFTER_RENAME");
    return done;
  } catch (thrown) {
    discardTemp(temp);
    throw toOutputFault(thrown, to);
  }
}

function statSource(from: string): { ino: number; dev: number; size: number } {
  try {
    return statSync(from);
  } catch (thrown) {
    throw toInputFault(thrown, from);
  }
}

function linkTo(from: string, temp: string, link: Link): "linked" | "copied" {
  try {
    link(from, temp);
    return "linked";
  } catch (thrown) {
    if (!CANNOT_LINK.includes(codeOf(thrown))) throw thrown;
    copyFileDurable(from, temp);
    return "copied";
  }
}
