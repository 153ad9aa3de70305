/** Nanoseconds since 1970 as protobuf Timestamp, as cosmjs-types wants it. */
export function toTimestamp(timeNs: bigint): { seconds: bigint; nanos: number } {
  return { seconds: timeNs / 1_000_000_000n, nanos: Number(timeNs % 1_000_000_000n) }
}

/** RFC 3339 in UTC with nine fractional digits, for 1970 up to the year 9999. */
export function rfc3339(timeNs: bigint): string {
  const seconds = timeNs / 1_000_000_000n
  const days = Number(seconds / 86_400n)
  const rest = Number(seconds % 86_400n)
  const [year, month, day] = civil(days)
  const two = (n: number) => String(n).padStart(2, '0')
  const time = `${two(Math.floor(rest / 3600))}:${two(Math.floor(rest / 60) % 60)}:${two(rest % 60)}`
  const nanos = String(timeNs % 1_000_000_000n).padStart(9, '0')
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}T${time}.${nanos}Z`
}

/** Days since 1970-01-01 as a date of the proleptic Gregorian calendar (Hinnant, chrono-compatible date algorithms). */
function civil(days: number): readonly [year: number, month: number, day: number] {
  const shifted = days + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153)
  const day = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
  return [yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day]
}
