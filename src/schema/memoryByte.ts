/** Amounts of memory as pipeline files write them. */
const UNIT_BYTE = { KB: 2 ** 10, MB: 2 ** 20, GB: 2 ** 30 } as const;

/** @param text  as `max_memory_per_stage` allows; @example memoryByte("1.5GB") // 1610612736 */
export function memoryByte(text: string): number {
  const unit = text.slice(-2) as keyof typeof UNIT_BYTE;
  return Math.round(Number.parseFloat(text) * UNIT_BYTE[unit]);
}
