/** One line of JSON per figure: what `npm run bench` prints. The detail names block size, messages and packets. */
export function report(name: string, value: number, unit: string, detail: string): void {
  process.stdout.write(`${JSON.stringify({ name, value: rounded(value), unit, detail })}\n`)
}

/** Three digits that matter; whole numbers from 100 on. */
export function rounded(value: number): number {
  return Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(3))
}

/** Of an odd count the middle one; of an even count the higher of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[sorted.length >> 1] ?? Number.NaN
}

/** `[lowest..highest]`, for details. */
export function spread(values: readonly number[]): string {
  return `[${rounded(Math.min(...values))}..${rounded(Math.max(...values))}]`
}
