/** Name-based UUIDs (version 5). */
import { hash } from "node:crypto";

const NAMESPACE_BYTE = 16;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export function isUuid(text: string): boolean {
  return UUID.test(text);
}

/**
 * UUID v5: SHA-1 of the namespace's 16 bytes and the UTF-8 name, with version and variant bits set.
 *
 * @source RFC 9562, section 5.5
 */
export function uuidV5(namespace: string, name: string): string {
  return uuidsV5(namespace)(name);
}

/** `uuidV5` for many names of one namespace. */
export function uuidsV5(namespace: string): (name: string) => string {
  let bytes = Buffer.alloc(256);
  bytes.write(namespace.replaceAll("-", ""), "hex");
  return (name) => {
    const mostByte = NAMESPACE_BYTE + 3 * name.length;
    if (mostByte > bytes.length) bytes = Buffer.concat([bytes], mostByte);
    const countByte = bytes.write(name, NAMESPACE_BYTE, "utf8");
    return formatV5(hash("sha1", bytes.subarray(0, NAMESPACE_BYTE + countByte), "hex"));
  };
}

/** @param hex  at least 32 digits, of which the thirteenth becomes the version; of the 17th two bits say the variant */
function formatV5(hex: string): string {
  const variant = ((Number.parseInt(hex[16], 16) & 3) | 8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
