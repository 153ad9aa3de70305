/**
 * Which field numbers a protobuf message knows, and where a sub-message with its own list sits. A number alone is a
 * scalar or an opaque message; a function defers recursive schemas.
 */
export interface FieldSchema {
  /** Name in errors, e.g. `cosmos.tx.v1beta1.TxBody`. */
  readonly name: string
  readonly fields: ReadonlyMap<number, FieldSchema | undefined>
  /** Unknown fields with bit 11 of the number set (1024–2047, …) are let through, as the SDK does for TxBody. */
  readonly nonCritical?: true
}

/** `schema('Coin', 1, 2)`, `schema('MsgSend', 1, 2, [3, coin])`. */
export function schema(
  name: string,
  ...fields: readonly (number | readonly [number, FieldSchema])[]
): FieldSchema & { nonCritical?: true } {
  return {
    name,
    fields: new Map(fields.map((field) => (typeof field === 'number' ? [field, undefined] : field))),
  }
}

const WIRE_NAMES = ['varint', 'fixed64', 'bytes', 'start_group', 'end_group', 'fixed32']

/**
 * The first reason not to accept `bytes` as this message: an unknown field (a newer SDK could mean anything by it, and
 * the signer would have signed it) or bytes that are no protobuf. Undefined: fine.
 */
export function protoProblem(bytes: Uint8Array, of: FieldSchema): string | undefined {
  let at = 0
  while (at < bytes.length) {
    const tag = readVarint(bytes, at)
    if (tag === undefined) return `${of.name}: malformed tag`
    at = tag.next
    const field = Math.floor(tag.value / 8)
    const wire = tag.value % 8
    if (field === 0) return `${of.name}: field number 0`
    if (!of.fields.has(field) && !(of.nonCritical === true && (field & 1024) !== 0)) {
      return `errUnknownField "${of.name}": {TagNum: ${field}, WireType:"${WIRE_NAMES[wire] ?? wire}"}`
    }
    const end = skip(bytes, at, wire)
    if (end === undefined) return `${of.name}: field ${field} is cut short or of wire type ${wire}`
    const inner = of.fields.get(field)
    if (inner !== undefined) {
      if (wire !== 2) return `${of.name}: field ${field} is not a message`
      const problem = protoProblem(bytes.subarray(readVarint(bytes, at)!.next, end), inner)
      if (problem !== undefined) return problem
    }
    at = end
  }
  return undefined
}

/** End of the field value that starts at `at`; undefined when it does not fit. */
function skip(bytes: Uint8Array, at: number, wire: number): number | undefined {
  let end: number
  if (wire === 0) {
    const varint = readVarint(bytes, at)
    if (varint === undefined) return undefined
    end = varint.next
  } else if (wire === 1) end = at + 8
  else if (wire === 5) end = at + 4
  else if (wire === 2) {
    const length = readVarint(bytes, at)
    if (length === undefined) return undefined
    end = length.next + length.value
  } else return undefined
  return end <= bytes.length ? end : undefined
}

/** At most ten bytes. Values above 2^53 lose precision, which no length or tag ever has. */
function readVarint(bytes: Uint8Array, from: number): { value: number; next: number } | undefined {
  let value = 0
  let scale = 1
  for (let at = from; at < bytes.length && at < from + 10; at++) {
    const byte = bytes[at]!
    value += (byte & 127) * scale
    if (byte < 128) return { value, next: at + 1 }
    scale *= 128
  }
  return undefined
}
