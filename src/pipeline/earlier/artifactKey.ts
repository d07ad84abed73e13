/** What makes a file: the hash under which a later run finds it again. */
import { sha256Hex } from "../../io/hash.js";

/**
 * Hash of processor, version, settings and inputs. The same key means the same bytes.
 *
 * @param maker    processor that makes the file
 * @param version  the processor's; a new version makes all its files anew
 * @param inputs   whatever else decides the bytes, as plain data; the order of an object's fields counts
 * @returns        32 hex digits
 */
export function artifactKey(maker: string, version: string, ...inputs: readonly unknown[]): string {
  return sha256Hex(JSON.stringify([maker, version, ...inputs])).slice(0, 32);
}
